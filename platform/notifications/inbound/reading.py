"""A mail as it came, read into what we need of it. Nothing in it is trusted."""

import hashlib
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

from notifications.inbound.html_text import text_of_html
from notifications.mail.replying import Ticket, ticket_of

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes of a mail; a larger one is not read."""
TEXT_LIMIT = 200_000
"""Characters of its text that are looked at; what is left of them passes the gate like any post."""
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_AUTOMATIC = ("bulk", "junk", "list", "auto_reply")


@dataclass(frozen=True)
class Incoming:
    mark: str
    """Tells this mail from every other: by its Message-ID, or its content where it has none."""
    message_id: str
    sender: str
    subject: str
    ticket: Ticket | None
    text: str
    attachments: int
    automatic: bool
    """Written by a program (an absence note, a bounce, a list): it is never answered."""


def read_mail(raw: bytes) -> Incoming:
    """Whatever the bytes are: a broken mail comes out with what could be read."""
    message = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    message_id = _header(message, "Message-ID")[:500]
    return Incoming(
        mark=hashlib.sha256(message_id.encode() if message_id else raw).hexdigest(),
        message_id=message_id,
        sender=parseaddr(_header(message, "From"))[1].lower()[:254],
        subject=_header(message, "Subject")[:200],
        ticket=_ticket(message),
        text=_text(message),
        attachments=_attachments(message),
        automatic=_is_automatic(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # the parser trips over headers that no program should write
        return ""


def _ticket(message: EmailMessage) -> Ticket | None:
    for name in _TO:
        for _name, address in getaddresses([_header(message, name)]):
            if ticket := ticket_of(address):
                return ticket
    return None


def _is_automatic(message: EmailMessage) -> bool:
    sent = _header(message, "Auto-Submitted").lower()
    sender = parseaddr(_header(message, "From"))[1].lower()
    return (
        (sent != "" and not sent.startswith("no"))
        or _header(message, "Precedence").lower() in _AUTOMATIC
        or "List-Id" in message
        or "X-Autoreply" in message
        or "X-Autorespond" in message
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
        or sender.startswith(("mailer-daemon@", "postmaster@", "no-reply@", "noreply@"))
    )


def _text(message: EmailMessage) -> str:
    plain = _part(message, "plain")[:TEXT_LIMIT]
    if plain.strip():
        return plain
    html = _part(message, "html")
    return text_of_html(html) if html else ""


def _part(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body(preferencelist=(kind,))
    except Exception:  # as above
        return ""
    if part is None:
        return ""
    try:
        content = part.get_content()
        return content if isinstance(content, str) else ""
    except Exception:  # an unknown charset: what can be read is better than nothing
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _attachments(message: EmailMessage) -> int:
    return sum(
        1
        for part in message.walk()
        if not part.is_multipart()
        and (part.get_filename() or part.get_content_maintype() != "text")
    )
