"""The demo region: everything that a fresh site shows until it has a life of its own."""

DEMO_PASSWORD = "farbka-i-wapno-1"  # noqa: S105  published on purpose: bin/run prints it
"""The password of every person of the demo region."""
