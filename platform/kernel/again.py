"""A form that could not be taken just now, for its writer to send again: all that it brought stands in the page that says
why, and nothing has to be typed anew. It carries the key of the first send, so that two make one thing."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException

from kernel.gate import POST_LIMIT, BadText, clean_text

SECRETS = ("password", "credential", "code", "secret")
"""Parts of the names of fields that are never shown again; a form that has one is filled in anew."""
NO_SECRETS = ("postcode",)
"""Fields whose names only look like it."""
SHORT = 60
"""Characters of what is no text to be read: choices, keys, numbers."""
READ = (
    "title", "body", "name", "summary", "reason", "tags", "question", "choices", "remark", "comment",
    "description", "words", "why", "about", "intro", "subject", "bio", "contact",
)  # fmt: skip
"""Fields that are words of a person, however short."""
MACHINES = ("key", "opened", "seen", "next", "back", "draft", "draft_of", "device", "version")
"""Fields that a page fills in by itself, however long."""


@dataclass(frozen=True)
class Sent:
    """What was sent to `path`. `texts` and `more`: (name of the field, value); `texts` are words to be read. `files`:
    there were some, which no page can hold."""

    path: str
    texts: list[tuple[str, str]]
    more: list[tuple[str, str]]
    files: bool


def sent_with(request: HttpRequest) -> Sent | None:
    """None where nothing was sent by a form, or it is not to be shown."""
    if request.method != "POST":
        return None
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except (OSError, RawPostDataException, ValueError):  # half of it came, or no room to keep it
        return None
    except (
        MultiPartParserError,
        SuspiciousOperation,
        BadRequest,
    ):  # nothing that a form of ours sends
        return None
    if not fields or any(_is_secret(name) for name, _value in fields):
        return None
    texts = [(name, value) for name, value in fields if value and _is_text(name, value)]
    more = [one for one in fields if one not in texts]
    return Sent(request.get_full_path(), texts, more, files)


def written_with(request: HttpRequest) -> list[str]:
    """The texts that came with a form, in its order, for their writer to copy where it cannot be sent again."""
    sent = sent_with(request)
    return [text for _name, raw in sent.texts if (text := _readable(raw))] if sent else []


def _readable(raw: str) -> str:
    try:
        return clean_text(raw, limit=POST_LIMIT)
    except BadText:
        return ""


def _is_secret(name: str) -> bool:
    return name not in NO_SECRETS and any(mark in name for mark in SECRETS)


def _is_text(name: str, value: str) -> bool:
    if "token" in name or name in MACHINES:
        return False
    return name in READ or len(value) > SHORT or "\n" in value
