"""How long what is kept: one table for the whole site, and the work that keeps to it."""
