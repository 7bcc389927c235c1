"""Whether a note has helped its readers; and if not, what was missing."""
