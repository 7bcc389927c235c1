"""What a text refers to: @names, #tags and files. The parser finds them, never within code or links;
whoever knows what they name (a `Refer`) says where they lead. What nobody knows stays plain text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

NAME_LENGTH, TAG_LENGTH = 110, 50
_NAME = rf"(?<![\w@/.&-])@(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]{{0,{NAME_LENGTH}}}[A-Za-z0-9])?)(?![\w@])"
_TAG = rf"(?<![\w#/&-])#(?P<tag>[^\W_](?:[\w-]{{0,{TAG_LENGTH}}}\w)?)(?![\w#])"
_REFERENCE = re.compile(f"{_NAME}|{_TAG}")
FILE = re.compile(r"!\[(?P<alt>(?:[^\[\]\\\n]|\\.){0,600})\]\(file:(?P<id>[0-9]{1,18})\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
DECORATIVE = "-"
"""Instead of a description: the picture says nothing that the text does not."""


@dataclass
class Found:
    """What a text refers to, in its order, each once. `alts`: the descriptions of each file."""

    names: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    alts: dict[int, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.names or self.tags or self.alts)


@dataclass(frozen=True)
class Known:
    """Where what was found leads: addresses by name and by tag (in small letters), and for a file the
    function that makes HTML of its description."""

    names: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, Callable[[str, bool], str]] = field(default_factory=dict)


Refer = Callable[[Found], Known]


def references(parser: MarkdownIt) -> None:
    """The plugin. A parse with an `env` leaves a Found there under "found"; a rendering asks the
    Known under "known"."""
    parser.inline.ruler.before("link", "file", _file)
    parser.core.ruler.before("text_join", "references", _split)
    parser.add_render_rule("reference", _render_reference)
    parser.add_render_rule("file", _render_file)


def _file(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "!" or not (match := FILE.match(state.src, state.pos)):
        return False
    if not silent:
        token = state.push("file", "", 0)
        token.content = " ".join(_ESCAPED.sub(r"\1", match["alt"]).split())
        token.meta = {"id": int(match["id"])}
    state.pos = match.end()
    return True


def _split(state: StateCore) -> None:
    found: Found = state.env.setdefault("found", Found())
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _children(block.children, found)


def _children(tokens: Sequence[Token], found: Found) -> list[Token]:
    kept: list[Token] = []
    links = 0
    for token in tokens:
        links += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "file":
            token.meta["linked"] = links > 0
            found.alts.setdefault(token.meta["id"], []).append(token.content)
        if token.type == "text" and not links and _REFERENCE.search(token.content):
            kept += _pieces(token, found)
        else:
            kept.append(token)
    return kept


def _pieces(token: Token, found: Found) -> list[Token]:
    pieces: list[Token] = []
    at = 0
    for match in _REFERENCE.finditer(token.content):
        kind = "name" if match["name"] else "tag"
        key = match[kind].lower()
        seen = found.names if kind == "name" else found.tags
        if key not in seen:
            seen.append(key)
        pieces.append(Token("text", "", 0, content=token.content[at : match.start()]))
        pieces.append(Token("reference", "", 0, content=match[0], meta={"kind": kind, "key": key}))
        at = match.end()
    pieces.append(Token("text", "", 0, content=token.content[at:]))
    return [piece for piece in pieces if piece.content]


def _render_reference(self: object, tokens: Sequence[Token], at: int, options: object, env: dict) -> str:  # type: ignore[type-arg]  # fmt: skip
    token, known = tokens[at], env.get("known", Known())
    kind, key = token.meta["kind"], token.meta["key"]
    href = (known.names if kind == "name" else known.tags).get(key)
    words = escapeHtml(token.content)
    return f'<a class="mention" href="{escapeHtml(href)}">{words}</a>' if href else words


def _render_file(self: object, tokens: Sequence[Token], at: int, options: object, env: dict) -> str:  # type: ignore[type-arg]  # fmt: skip
    token, known = tokens[at], env.get("known", Known())
    show = known.files.get(token.meta["id"])
    if show is not None:
        return str(show(token.content, token.meta["linked"]))
    return "" if token.content == DECORATIVE else escapeHtml(token.content)
