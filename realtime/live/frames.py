"""Reading what a client sends. Nothing of it reaches anybody before it has been read here."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kernel.gate import BadText, clean_text, read_json, whole_number
from kernel.once import KEY_LIMIT
from kernel.refusals import Invalid, TooLarge

FRAME_LIMIT = 64 * 1024
"""Bytes of a frame."""

TYPES = ("subscribe", "unsubscribe", "message.send", "typing", "read", "ping")


class BadFrame(Exception):
    """The frame means nothing; `client_id` is the message's, as far as it could be read."""

    def __init__(self, detail: str, *, code: str = "invalid", client_id: str | None = None) -> None:
        super().__init__(detail)
        self.detail, self.code, self.client_id = detail, code, client_id


@dataclass(frozen=True, slots=True)
class ClientFrame:
    """A frame whose fields are of the right kinds. What is not of its type is left out."""

    type: str
    channel: str = ""
    after: int | None = None
    seq: int = 0
    client_id: str | None = None
    body: str = ""
    organisation: str = ""
    """The slug of one in whose name it is said; empty: their own."""
    reply_to: int | None = None
    """The number of the message that it answers."""


def read_frame(text: str | None, binary: bytes | None) -> ClientFrame:
    """The frame that was sent. Raises BadFrame."""
    if text is None:
        raise BadFrame(_("Send text, not bytes.") if binary else _("This frame is empty."))
    raw = _object(text)
    client_id = _client_id(raw.get("client_id"))
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        raise BadFrame(_("This type of frame is not known here."), client_id=client_id)
    if kind == "ping":
        return ClientFrame(kind)
    channel = raw.get("channel")
    if not isinstance(channel, str):
        raise BadFrame(_("Name a channel."), client_id=client_id)
    if kind == "message.send":
        return _message(channel, client_id, raw)
    return ClientFrame(
        kind,
        channel=channel,
        after=_number(raw, "after") if kind == "subscribe" else None,
        seq=_number(raw, "seq", required=True) or 0 if kind == "read" else 0,
    )


def _object(text: str) -> dict[str, Any]:
    # A character is at least one byte, so that a long text is refused before it is encoded.
    if len(text) > FRAME_LIMIT or len(packed := text.encode("utf-8", "replace")) > FRAME_LIMIT:
        raise BadFrame(_("That is too large to send."), code="too_large")
    try:
        raw = read_json(packed, limit=FRAME_LIMIT)
    except (Invalid, TooLarge) as error:
        raise BadFrame(_("This is not valid JSON.")) from error
    if not isinstance(raw, dict):
        raise BadFrame(_("A frame is a JSON object."))
    return raw


def _message(channel: str, client_id: str | None, raw: dict[str, Any]) -> ClientFrame:
    if client_id is None:
        raise BadFrame(_("A message needs a client_id: a UUID, the same when it is sent again."))
    body = raw.get("body")
    if not isinstance(body, str):
        raise BadFrame(_("A message needs a body."), client_id=client_id)
    organisation = raw.get("organisation") or ""
    if not isinstance(organisation, str):
        raise BadFrame(_("Name the organisation by its slug."), client_id=client_id)
    try:
        reply_to = _number(raw, "reply_to")
    except BadFrame as bad:
        raise BadFrame(bad.detail, client_id=client_id) from bad
    return ClientFrame(
        "message.send", channel=channel, client_id=client_id, body=body, organisation=organisation,
        reply_to=reply_to,
    )  # fmt: skip


def _client_id(raw: object) -> str | None:
    try:
        return clean_text(raw, limit=KEY_LIMIT, lines=False) or None
    except BadText:
        return None


def _number(raw: dict[str, Any], name: str, *, required: bool = False) -> int | None:
    value = raw.get(name)
    if value is None and not required:
        return None
    number = whole_number(value)
    if number is None:
        raise BadFrame(_("%(name)s is a whole number from 0 on.") % {"name": name})
    return number
