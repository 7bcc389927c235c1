"""Fetching answers from a mailbox: what is unread is taken and marked as read, nothing is deleted."""

import contextlib
import imaplib
import logging
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings

from kernel.breakdowns import refusal_of
from kernel.refusals import TooMany
from notifications.inbound.reading import SIZE_LIMIT
from notifications.inbound.taking import take

log = logging.getLogger(__name__)
AT_ONCE = 50
TIMEOUT = 20.0


@contextlib.contextmanager
def _mailbox(url: str) -> Iterator[imaplib.IMAP4]:
    """The mailbox that an address names: imaps://user:password@host:993/INBOX, or imap:// without TLS."""
    parts = urlsplit(url)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    box = kind(
        parts.hostname or "",
        parts.port or (993 if parts.scheme == "imaps" else 143),
        timeout=TIMEOUT,
    )
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        state, said = box.select(f'"{folder}"')
        if state != "OK":
            raise imaplib.IMAP4.error(str(said))
        yield box
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            box.logout()


def fetch() -> bool:
    """Takes what is unread; True when more may wait. Nothing without a mailbox."""
    if not settings.INBOUND_IMAP_URL:
        return False
    with _mailbox(settings.INBOUND_IMAP_URL) as box:
        _state, found = box.uid("SEARCH", "UNSEEN")
        uids = (found[0] or b"").split()
        for uid in uids[:AT_ONCE]:
            _take(box, uid.decode())
    return len(uids) > AT_ONCE


def _take(box: imaplib.IMAP4, uid: str) -> None:
    """One mail. It is marked as read after it was taken: dying in between takes it again, and the
    second time it is known. One that cannot be taken at all must not hold up the others."""
    raw = _raw(box, uid)
    if raw is not None:
        try:
            take(raw)
        except TooMany:
            return  # stays unread, and is tried at the next look
        except Exception as error:
            if refusal_of(error) is not None:
                return  # the database was away or busy: the same
            log.exception("mail %s of the mailbox could not be taken", uid)
    box.uid("STORE", uid, "+FLAGS", r"(\Seen)")


def _raw(box: imaplib.IMAP4, uid: str) -> bytes | None:
    _state, said = box.uid("FETCH", uid, "(RFC822.SIZE)")
    sizes = [re.search(rb"RFC822\.SIZE (\d+)", part) for part in said if isinstance(part, bytes)]
    if any(size and int(size[1]) > SIZE_LIMIT for size in sizes):
        log.warning("mail %s of the mailbox is too large to be read", uid)
        return None
    _state, parts = box.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
