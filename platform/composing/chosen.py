"""What somebody has chosen in a form beside the words of a draft: the kind of a topic, its tags, its place. It is
kept as it was typed, and judged when the form is sent."""

import json
from collections.abc import Mapping
from contextlib import suppress

from kernel.gate import BadText, clean_text
from taxonomy.tags import LINE_LIMIT

FIELDS = ("kind", "tags", "region", "lang", "organisation")
MOST = 4_000
"""Characters of the JSON that a script sends."""


def packed(raw: object) -> str:
    """The same as JSON, "" for nothing. `raw`: a mapping, or the JSON of one. What is not fit to be kept is left
    out: the words beside it are to be kept all the same."""
    try:
        given = json.loads(raw) if isinstance(raw, str) and len(raw) <= MOST else raw
    except (ValueError, RecursionError):
        return ""
    if not isinstance(given, Mapping):
        return ""
    chosen: dict[str, str] = {}
    for name in FIELDS:
        with suppress(BadText):
            if name in given:
                chosen[name] = clean_text(given[name], limit=LINE_LIMIT, lines=False)
    return json.dumps(chosen, ensure_ascii=False) if chosen else ""


def chosen_in(more: str) -> dict[str, str]:
    found = json.loads(more) if more else {}
    return {name: str(value) for name, value in found.items()}
