"""Addresses of the chat. Written out, not reversed: a page and a burst of frames name hundreds."""

RESERVED = ("new", "conversations", "open", "archive", "about")
"""Words of the chat's own addresses: no room may have them for a slug."""


def room_path(slug: str) -> str:
    return f"/chat/{slug}/"


def about_path(kind: str, pk: int) -> str:
    """The room about a thing ("topic" or "card"), whether it is there already or is to be opened."""
    return f"/chat/about/{kind}/{pk}/"


def message_path(slug: str, seq: int) -> str:
    """Where a message stands among its neighbours; the fragment leads to it without a script."""
    return f"/chat/{slug}/?at={seq}#m{seq}"


def message_verb_path(slug: str, seq: int, verb: str) -> str:
    """What is done to a message: edit, remove."""
    return f"/chat/{slug}/messages/{seq}/{verb}/"
