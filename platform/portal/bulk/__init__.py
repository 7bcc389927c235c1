"""Content for measuring with: as much as is wanted, consistent with itself, worth nothing to read."""
