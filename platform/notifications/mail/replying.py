"""The address to which one answers by mail: it names the person and what they answer, until when it
holds, and is signed. Small letters and figures only, within the 64 characters a mailbox name may have."""

import base64
import hmac
import struct
import time
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from forums.models import Post

DAYS = 90
_SALT = "notifications.reply"
_FORM = struct.Struct(">BQQH")
_MARK = 10
"""Bytes of the signature."""
_DAY = 86_400


@dataclass(frozen=True)
class Ticket:
    """`answers`: whether the post itself is answered, or the topic it lies in."""

    person: int
    post: int
    answers: bool
    expired: bool


def reply_address(person_id: int, post: Post | None, *, alone: bool) -> str:
    """ "" where no mailbox is set up. `alone`: the letter tells of this post only, so it is what is
    answered; the first of a topic stands for the topic."""
    mailbox, at, domain = settings.REPLY_ADDRESS.partition("@")
    if not at or post is None:
        return ""
    until = int(time.time()) // _DAY + DAYS
    packed = _FORM.pack(alone and post.number > 1, person_id, post.pk, until)
    code = base64.b32encode(packed + _sign(packed)).decode().rstrip("=").lower()
    return f"{mailbox}+{code}@{domain}"


def ticket_of(address: str) -> Ticket | None:
    """What an address of ours says; None for any other, or a broken one."""
    mailbox, at, domain = settings.REPLY_ADDRESS.lower().partition("@")
    local, _at, where = address.strip().lower().partition("@")
    if not at or where != domain or not local.startswith(f"{mailbox}+"):
        return None
    code = local[len(mailbox) + 1 :]
    try:
        raw = base64.b32decode(code.upper() + "=" * (-len(code) % 8))
        packed, mark = raw[:-_MARK], raw[-_MARK:]
        answers, person, post, until = _FORM.unpack(packed)
    except (ValueError, struct.error):
        return None
    if not hmac.compare_digest(mark, _sign(packed)):
        return None
    return Ticket(person, post, bool(answers), until < int(time.time()) // _DAY)


def _sign(packed: bytes) -> bytes:
    return salted_hmac(_SALT, packed, algorithm="sha256").digest()[:_MARK]
