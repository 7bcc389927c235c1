"""Markdown in, safe HTML out. Rendered once, when a text is written; stored beside its source."""

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

RENDERER = 1
"""Raised when the output changes, so that stored HTML can be rendered anew."""

HEADING_SHIFT = 3
"""A person's heading starts at h4: h1 is the page's, h2 its parts', h3 a post's."""

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h4", "h5", "h6", "hr", "input", "li", "ol", "p",
    "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "li": {"class"},
    "ul": {"class"},
    "td": {"class"},
    "th": {"class"},
    "input": {"type", "checked", "disabled", "class"},
}
_CLASSES = {"contains-task-list", "task-list-item", "task-list-item-checkbox"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"])
    # Pictures of other hosts would tell them who reads; own pictures come as attachments.
    parser.disable(["image", "html_block", "html_inline"])
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    parser.use(tasklists_plugin)
    return parser


def _shift_headings(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + HEADING_SHIFT)}"


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = " ".join(word for word in value.split() if word in _CLASSES)
        return kept or None
    if tag == "input" and name == "type" and value != "checkbox":
        return None
    return value


def render(source: str) -> str:
    """Safe HTML of a text that has passed the gate. Wide tables get a scrolling box with a name."""
    parser = _parser()
    tokens = parser.parse(source)
    _shift_headings(tokens)
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener",
    )
    return clean.replace("<table>", '<div class="wide" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )


def render_light(source: str) -> str:
    """The small Markdown of chat: no headings, tables or rules; a line break is a line break."""
    parser = _light_parser()
    html = parser.render(source)
    return nh3.clean(
        html,
        tags={"a", "blockquote", "br", "code", "del", "em", "li", "ol", "p", "pre", "s", "strong", "ul"},
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener",
    )


@lru_cache(maxsize=1)
def _light_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    parser.enable(["strikethrough", "linkify"])
    parser.disable(["image", "html_block", "html_inline", "heading", "lheading", "hr"])
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser


_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|pre|blockquote|tr|table|ol|ul)>|<br>|<hr>")
_CELL_END = re.compile(r"</(?:td|th)>")


def plain(html: str) -> str:
    """The words of rendered HTML, one block a line: for search, excerpts and mail."""
    text = _CELL_END.sub(" ", _BLOCK_END.sub("\n", html))
    # What is left after cleaning with no tags allowed holds only text and the three entities.
    text = nh3.clean(text, tags=set(), clean_content_tags=set())
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u00a0").replace("&amp;", "&")
    return re.sub(r"\n{2,}", "\n", re.sub(r"[ \t]+", " ", text)).strip()


def excerpt(text: str, *, limit: int = 220) -> str:
    """The beginning of a plain text, cut at a word, in at most `limit` characters."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"
