"""Real PostgreSQL, Redis and Elasticsearch on loopback, for the tests alone.

Standard library only: this runs before (and beside) the project's own environment.
`python -m tests.services` starts what this machine has, prints where, and waits to be stopped;
`bin/test` does the same and passes them to the suites.
"""
