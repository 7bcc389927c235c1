"""A text without a person's name: "@ola" becomes the handle of the deleted account, a quotation says "deleted
account". An attribution is known by its words together with the post that it leads to: of two people of one name
each keeps their own quotations."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from html import escape, unescape
from typing import Any

from accounts.own_data.names import Rename
from accounts.ports import said_by

_MARKED = re.compile(r"(?<=\[)((?:[^\[\]\\\n]|\\.){1,600})(?=, #\d+\]\(([^)\s]+))")
"""In Markdown, as the quoting button writes it: its words, and where it leads."""
_LINKED = re.compile(r'(<a [^<>]*?href="([^"<>]*)"[^<>]*>)([^<>]{1,1000})(?=, #\d+</a>)')
"""The same in HTML."""
_SIGNS = re.compile(r"([\\`*_\[\]<>#!|~&])")
"""What the quoting button writes with a sign before it (forums.quoting)."""
_SIGNED = re.compile(r"\\([!-/:-@\[-`{-~])")


def renamed(value: Any, names: Rename, *, bare: bool = False) -> Any:
    """A text, or a structure of JSON that holds texts, with the new names. `bare`: words that were taken out of
    their HTML, where an attribution has lost its link."""
    if isinstance(value, str):
        return _in_text(value, names, bare)
    if isinstance(value, list):
        return [renamed(one, names, bare=bare) for one in value]
    if isinstance(value, dict):
        return {key: renamed(one, names, bare=bare) for key, one in value.items()}
    return value


def _in_text(text: str, names: Rename, bare: bool) -> str:
    for handle in names.handles:
        spelled = _signs_or_not(handle)
        text = _put(
            rf"(?<![\w@/.&-])@{spelled}(?![\w@-]|\.\w)", f"@{names.new_handle}", text, re.IGNORECASE
        )
        text = _put(
            rf"(?<=/people/){re.escape(handle)}(?![\w-]|\.\w)",
            names.new_handle,
            text,
            re.IGNORECASE,
        )
        text = _put(rf"(?<=/thanks/to/){re.escape(handle)}(?=/)", names.new_handle, text)
    text = _MARKED.sub(partial(_marked, names), text)
    text = _LINKED.sub(partial(_linked, names), text)
    for name in names.names if bare else ():
        if name.lower() not in names.shared:
            text = _put(rf"(?<![\w\]]){re.escape(name)}(?=, #\d+:)", names.new_name, text)
    return text


def _put(pattern: str, words: str, text: str, flags: int = 0) -> str:
    return re.sub(pattern, lambda _: words, text, flags=flags)


def _signs_or_not(handle: str) -> str:
    """A handle as it may stand in Markdown: "jan_k" and "jan\\_k" name the same person."""
    return "".join(rf"\\?{re.escape(one)}" if one in "._-" else one for one in handle)


def _marked(names: Rename, match: re.Match[str]) -> str:
    words = _SIGNED.sub(r"\1", match[1])
    theirs = _theirs(names, {match[1], words, unescape(words)}, match[2])
    return names.new_name if theirs else match[0]


def _linked(names: Rename, match: re.Match[str]) -> str:
    theirs = _theirs(names, {unescape(match[3])}, unescape(match[2]))
    return match[1] + escape(names.new_name, quote=False) if theirs else match[0]


def _theirs(names: Rename, words: set[str], address: str) -> bool:
    said = {one.lower() for one in words}
    called = {one.lower() for one in names.names} & said
    if not called:
        return False
    author = said_by(address)
    # Of a post that is no longer there nobody knows whose it was: then the name decides, if one alone has it.
    return author == names.person_id if author is not None else not called & names.shared


def spellings(names: Rename, *, in_json: bool) -> set[str]:
    """What a text has in it that may have to change, as it is written there: in Markdown, in HTML, in JSON."""
    found = {f"{before}{one}" for one in names.handles for before in ("/people/", "/thanks/to/")}
    found |= {f"@{way(one)}" for one in names.handles for way in (str, _with_signs)}
    ways: tuple[Callable[[str], str], ...] = (str, _with_signs, partial(escape, quote=False))
    found |= {f"{way(one)}, #" for one in names.names for way in ways}
    return {spelled for one in found for spelled in _in_json(one)} if in_json else found


def _with_signs(name: str) -> str:
    return _SIGNS.sub(r"\\\1", name)


def _in_json(words: str) -> Iterator[str]:
    """SQLite keeps the letters of JSON as codes, PostgreSQL as they are."""
    for codes in (True, False):
        yield json.dumps(words, ensure_ascii=codes)[1:-1]
