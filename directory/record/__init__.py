"""A record as named values that can be compared, waited with, undone and merged; its claims and yearly questions."""
