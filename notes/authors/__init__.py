"""Those who write a note together."""
