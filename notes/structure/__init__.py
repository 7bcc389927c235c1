"""What a note is made of: one box that is always there, and fields that a template unfolds below it."""
