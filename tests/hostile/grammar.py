"""Draws hostile Markdown, query strings and frames. `FUZZ_SEED` and `FUZZ_ROUNDS` (1) draw others, and more."""

import json
import os
import random
from typing import Any
from urllib.parse import quote

from tests.contracts import nasty
from tests.hostile.payloads import LONG

SEED = int(os.environ.get("FUZZ_SEED", "2026"))
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "1"))

PIECES = (
    "[", "]", "(", ")", "![", "](", "<", ">", "</", "/>", "&", ";", "&#x", "\\", "`", "``", "```", "~~~", "*", "**", "_", "__",
    "~~", "|", "|-|", "\n|---|\n", "\n", "\n\n", "\r\n", "    ", "\t", "> ", "- ", "1. ", "- [x] ", "# ", "###### ", "===", "---",
    "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "javascript:", "data:text/html,", "http://", "https://a.example/", "mailto:", "www.",
    "@ola.wrona", "#1", "[r]: ", "[^1]", ":::", "{#a}", "<a href=", "<img src=x onerror=", "<script>", "xss(1)", '"', "'", "=", "title=",
    "\u00a0", "\u200b", "\u202e", "ż", "🎭", "e\u0301", "x" * 40, " ", "a", "\u0130", "＜", "\u2028",
)  # fmt: skip
DEEP = (
    ("[", "]"), ("> ", ""), ("*a_", ""), ("![", "](x)"), ("<b>", "</b>"), ("- ", ""), ("(", ")"), ("`", "a"), ("\\", ""), ("<", ""),
    ("&#", ";"), ("|a", "|"), ("[a](", ")"), ("_*~~", ""), ("<!--", "-->"), ("a@", ".pl "), ("http://a.b", " "), ("\t", ""),
    ("[a][", "]"), ("  - ", "x\n"), ("**a", ""), ("~~a ", ""), ("@a", " "), ("<a href='", "'>"), ("1. ", "\n"), ("# ", "\n"), ("&amp;", ""),
    ("a://", ""), ("http:// ", ""), ("http://a.", ""), ("http://a.b/(", ""), ("http://a.b/", ""), ("mailto:a@", ""),
)  # fmt: skip
"""What, repeated, makes a poor parser work long: before and after."""
LIMIT = 32_000


def chance(number: int = 0) -> random.Random:
    return random.Random(SEED * 1_000 + number)


def markdown(draw: random.Random) -> str:
    """Up to 32,000 characters: pieces of the language in no order, some of the known attacks among them."""
    size = draw.choice((3, 8, 20, 60, 200, 800))
    parts = [
        draw.choice(LONG) if draw.random() < 0.08 else draw.choice(PIECES) for _ in range(size)
    ]
    text = "".join(parts)
    if draw.random() < 0.15:
        text *= draw.randint(2, 40)
    return text[:LIMIT]


def repeated(before: str, after: str, *, nested: bool) -> str:
    """As much of it as a post may hold."""
    count = LIMIT // (len(before) + len(after) + 1)
    return (before * count + after * count if nested else (before + after) * count)[:LIMIT]


VALUES = (
    *nasty.NUMBERS, *(text for text in nasty.TEXTS.values() if len(text) < 3_000), *LONG, "AND", "OR", "NOT", "NEAR(a b)", '"a', 'a"', "*", "a*",
    "title:x", "-a", "(a", "^", "~2", "\\", "%", "2026-02-30", "0000-00-00", "19.9,50,20,51", "1,2,3", "nan,nan,nan,nan", "inf,inf,inf,inf",
    "12", "1261", ",,,", "pl", "en", "xx", "teatr", "topic", "note,topic", "now", "saturday", "eyJhIjoxfQ", "AAAA", "MTIz", "W10", "e30",
    "bnVsbA==", "W251bGwsMV0", "WzEsMl0=", "-_-_", "%2e%2e", "\u0000", "ł" * 200, "a " * 150,
)  # fmt: skip


def query(draw: random.Random, names: tuple[str, ...]) -> str:
    """A query string of some of these names, sometimes twice, sometimes of none of them."""
    pairs = []
    for _ in range(draw.choice((1, 1, 2, 3, 5))):
        name = (
            draw.choice(names)
            if draw.random() < 0.95
            else draw.choice(("x[]", "", "q[0]", "__proto__", "id__gt"))
        )
        value = draw.choice(VALUES)
        if draw.random() < 0.2:
            value = draw.choice(VALUES) + value
        raw = draw.choice(nasty.BYTES) if draw.random() < 0.1 else quote(value[:2_500], safe="")
        pairs.append(f"{quote(name)}={raw}")
    return "&".join(pairs)


TYPES = ("subscribe", "unsubscribe", "message.send", "typing", "read", "ping", "pong", "message.created", "presence", "error",
         "websocket.close", "hint", "admin.purge", "", "SUBSCRIBE", "subscribe ")  # fmt: skip
KEYS = ("type", "channel", "after", "client_id", "body", "seq", "data", "__class__", "")


def frame(draw: random.Random, channels: tuple[str, ...]) -> str | bytes:
    """A frame that is JSON, nearly JSON or nothing."""
    kind = draw.random()
    if kind < 0.1:
        return draw.choice(
            (
                b"\x00\xff",
                b"{}",
                b"",
                b'{"type":"ping"}',
                bytes(draw.randrange(256) for _ in range(40)),
            )
        )
    if kind < 0.2:
        return "".join(
            draw.choice('{}[]",:\\0123ntrue-+.eE xu') for _ in range(draw.randint(0, 60))
        )
    shape: dict[str, Any] = {"type": draw.choice(TYPES), "channel": draw.choice(channels)}
    for _ in range(draw.randint(0, 4)):
        shape[draw.choice(KEYS)] = _value(draw, 0)
    text = json.dumps(shape)
    return text[: draw.randrange(len(text))] if kind < 0.25 else text


def _value(draw: random.Random, depth: int) -> Any:
    kind = draw.randrange(9)
    if kind == 0 and depth < 4:
        return [_value(draw, depth + 1) for _ in range(draw.randint(0, 3))]
    if kind == 1 and depth < 4:
        return {draw.choice(KEYS): _value(draw, depth + 1) for _ in range(draw.randint(0, 3))}
    plain = (
        None,
        True,
        -1,
        0,
        1.5,
        10**30,
        2**63,
        "room:1",
        "me",
        "topic:1",
        "\ud800",
        "\x00",
        "",
        "x" * 9_000,
    )
    return (
        draw.choice((*plain, *LONG))
        if kind < 8
        else draw.choice(list(nasty.TEXTS.values()))[:5_000]
    )
