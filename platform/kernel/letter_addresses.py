"""The addresses of letters that act without a log-in: whoever reads one could use it, so that none of them
stands in a text that others read, whether a mail program quoted it or somebody pasted it."""

import re
from functools import lru_cache

from django.conf import settings

_DEEDS = re.compile(r"(/notifications/by-mail/)[\w:.=-]{20,}/?")
"""The links of letters (notifications.mail.links)."""


@lru_cache(maxsize=4)
def _codes(mailbox: str) -> re.Pattern[str]:
    """What makes the mailbox one person's (notifications.mail.replying); escaped as links are, too."""
    return re.compile(rf"({re.escape(mailbox)})(?:\+|%2B)[a-z2-7]{{30,}}", re.I)


def without_codes(text: str) -> str:
    """The same words; of such an address only what everybody knows."""
    if "/by-mail/" in text:
        text = _DEEDS.sub(r"\1…", text)
    mailbox = settings.REPLY_ADDRESS.partition("@")[0]
    return _codes(mailbox).sub(r"\1", text) if mailbox else text


def has_code(text: str) -> bool:
    """Whether an address to which somebody answers one letter stands in a line."""
    mailbox = settings.REPLY_ADDRESS.partition("@")[0]
    return bool(mailbox and _codes(mailbox).search(text))
