"""Markdown in, safe HTML out. Rendered once, when a text is written; stored beside its source."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

from kernel.bare_links import bare_links
from kernel.references import Known, Refer, references

RENDERER = 1
"""Raised when the output changes, so that stored HTML can be rendered anew."""

_SCROLL = '<div class="scroll" tabindex="0" role="region" aria-label="Tabela / Table">'
"""A wide table scrolls in a box of its own that the keyboard reaches. Its name is in both languages,
since the HTML is stored once for everybody."""

POST_HEADING, PAGE_HEADING = 4, 2
"""Where a person's highest heading lands: in a post h4, since h1 is the page's, h2 its parts' and h3
the post's; in a text that has the page to itself h2."""

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input", "li", "ol",
    "p", "pre", "s", "small", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_LIGHT_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "strong",
    "ul",
}
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "img": {"src", "srcset", "sizes", "width", "height", "alt", "loading"},
    "ol": {"start"},
    "li": {"class"},
    "ul": {"class"},
    "td": {"class"},
    "th": {"class"},
    "input": {"type", "checked", "disabled", "class"},
}
_CLASSES = {
    "contains-task-list", "task-list-item", "task-list-item-checkbox", "mention", "shot", "file",
}  # fmt: skip


_BRACKETS, _COLUMNS = 2_000, 64
"""More brackets or table columns than anybody writes: there the parser's work grows with the square."""


def _tamed(source: str) -> str:
    return source.replace("[", "\\[") if source.count("[") > _BRACKETS else source


@lru_cache(maxsize=2)
def _parser(tables: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.enable("strikethrough")
    if tables:
        parser.enable(["table"])
    # Pictures of other hosts would tell them who reads; own pictures come as files (kernel.references).
    parser.disable(["image", "html_block", "html_inline"])
    parser.use(bare_links)
    parser.use(tasklists_plugin)
    parser.use(references)
    return parser


def _shift_headings(tokens: Sequence[Token], top: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = top - min((int(token.tag[1]) for token in headings), default=top)
    for token in headings:
        token.tag = f"h{max(top, min(6, int(token.tag[1]) + shift))}"


_SCHEMES = {"http", "https", "mailto", "tel"}
_LEADS_SOMEWHERE = re.compile(r"https?:|mailto:|tel:|/(?![/\\])|#", re.I)
"""A whole address, or a place on this site. What is neither would lead to a page that is not there."""


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _LEADS_SOMEWHERE.match(value) else None
    if tag == "img" and name == "src":
        return value if value.startswith("/") and not value.startswith("//") else None
    if name == "class":
        kept = " ".join(word for word in value.split() if word in _CLASSES)
        return kept or None
    if tag == "input" and name == "type" and value != "checkbox":
        return None
    return value


def _no_one(found: object) -> Known:
    return Known()


def render(source: str, *, top: int = POST_HEADING, refer: Refer = _no_one) -> str:
    """Safe HTML of a text that has passed the gate; its highest heading becomes h`top`. `refer` says
    where names, tags and files lead; without it they stay words."""
    parser = _parser(all(line.count("|") <= _COLUMNS for line in source.split("\n")))
    env: dict[str, Any] = {}
    tokens = parser.parse(_tamed(source), env)
    _shift_headings(tokens, top)
    html = _rendered(parser, tokens, env, refer)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel="nofollow ugc noopener",
    )
    return clean.replace("<table>", f"{_SCROLL}<table>").replace("</table>", "</table></div>")


def _rendered(
    parser: MarkdownIt, tokens: Sequence[Token], env: dict[str, Any], refer: Refer
) -> str:
    if found := env.get("found"):
        env["known"] = refer(found)
    return str(parser.renderer.render(tokens, parser.options, env))


def render_light(source: str, *, refer: Refer = _no_one) -> str:
    """The small Markdown of chat: no headings, tables or rules; a line break is a line break. `refer` as
    in `render`."""
    parser = _light_parser()
    env: dict[str, Any] = {}
    html = _rendered(parser, parser.parse(_tamed(source), env), env, refer)
    return nh3.clean(
        html,
        tags=_LIGHT_TAGS,
        attributes={name: _ATTRIBUTES[name] for name in ("a", "img", "ol")},
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel="nofollow ugc noopener",
    )


@lru_cache(maxsize=1)
def _light_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable("strikethrough")
    parser.disable(["image", "html_block", "html_inline", "heading", "lheading", "hr"])
    parser.use(bare_links)
    parser.use(references)
    return parser


_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|pre|blockquote|tr|table|ol|ul)>|<br>|<hr>")
_CELL_END = re.compile(r"</(?:td|th)>")
_PICTURE = re.compile(r'<img\b[^>]*? alt="([^"]*)"[^>]*>')


def plain(html: str) -> str:
    """The words of rendered HTML, one block a line: for search, excerpts and mail."""
    text = _PICTURE.sub(r"\1 ", re.sub(r">\n+<", "><", html))
    text = _CELL_END.sub(" ", _BLOCK_END.sub("\n", text))
    # What is left after cleaning with no tags allowed holds only text and the three entities.
    text = nh3.clean(text, tags=set(), clean_content_tags=set())
    text = (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u00a0")
        .replace("&amp;", "&")
    )
    return re.sub(r" ?\n+", "\n", re.sub(r"[ \t]+", " ", text)).strip()


def excerpt(text: str, *, limit: int = 220) -> str:
    """The beginning of a plain text, cut at a word, in at most `limit` characters."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    if flat[limit - 1] != " ":
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:–-") + "…"
