"""Composing: what everybody needs who writes, wherever they write. Names that a text mentions, files
that are sent with it, drafts that survive."""
