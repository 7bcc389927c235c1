"""Addresses written as they are, without the marks of a link: found by linkify-it, in time that grows with the text
and not with its square.

By themselves markdown-it and linkify-it look back at all that was written before each "://", look ahead to the end
of the text for each address that may begin, and look at addresses within an address they have found.
"""

import re

from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

LONGEST = 2_000
"""Characters of an address that becomes a link; what is longer stays words."""
_SCHEME = re.compile(r"(?<![a-z0-9.+-])(?:https?|ftp)\Z", re.IGNORECASE)
_BEFORE = len("https") + 1
_LOOKED_BACK_AT = 3
"""Characters before an address by which linkify-it judges "//"."""


def bare_links(parser: MarkdownIt) -> None:
    """The plugin."""
    parser.linkify = _Finder(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    parser.options["linkify"] = True
    parser.enable("linkify")
    parser.inline.ruler.at("linkify", _inline)


class _Finder(LinkifyIt):
    """Guesses nothing, so that each address begins with its scheme."""

    def test(self, text: str) -> bool:
        return bool(re.search(self.re["schema_test"], text, re.IGNORECASE))

    def match(self, text: str) -> list[Match]:
        found: list[Match] = []
        end = 0
        for begin in re.finditer(self.re["schema_search"], text, re.IGNORECASE):
            if begin.start(2) < end:
                continue
            if length := self.test_schema_at(text, begin[2], begin.end()):
                end = begin.end() + length
                found.append(self._create_match(text, begin[2], begin.start(2), end))
        return found

    def test_schema_at(self, text: str, name: str, position: int) -> int:
        """The length of the address that goes on at `position` after the scheme `name`; 0 for none."""
        before = max(0, position - _LOOKED_BACK_AT)
        near = text[before : position + LONGEST + 1]
        length = int(super().test_schema_at(near, name, position - before))
        return length if length + len(name) <= LONGEST else 0


def _inline(state: StateInline, silent: bool) -> bool:
    """markdown-it's own rule, which keeps marks of emphasis within an address from being read as such."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    # Where only the end of something is looked for, nothing is pending of what has been passed.
    before = (
        state.src[max(0, state.pos - _BEFORE) : state.pos] if silent else state.pending[-_BEFORE:]
    )
    scheme = _SCHEME.search(before)
    if scheme is None or state.md.linkify is None:
        return False
    begin = state.pos - len(scheme[0])
    link = state.md.linkify.match_at_start(state.src[begin : begin + LONGEST + 1])
    if link is None:
        return False
    url = link.url.rstrip("*")
    address = state.md.normalizeLink(url)
    if begin + len(url) <= state.pos or not state.md.validateLink(address):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        _push(state, address, state.md.normalizeLinkText(url))
    state.pos = begin + len(url)
    return True


def _push(state: StateInline, address: str, words: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": address}
    state.push("text", "", 0).content = words
    closing = state.push("link_close", "a", -1)
    for token in (opening, closing):
        token.markup, token.info = "linkify", "auto"
