"""A release to come, with one migration of each kind that big tables meet: never installed but by test_migrating and
tests/bench/bench_migrations.py, through tests.setup.later.settings."""
