"""What in a page could run, as a browser reads it: by a parser that follows the HTML standard."""

import json
import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from tests.hostile.payloads import PRODUCT

NEVER = {"iframe", "frame", "object", "embed", "base", "applet", "style", "math", "marquee", "portal"}  # fmt: skip
ADDRESSES = {"href", "src", "action", "formaction", "poster", "background", "xlink:href", "data", "cite", "ping"}  # fmt: skip
PICTURES = "data:image/svg+xml,%3C"
"""The small drawings in our own style."""
DATA = ("application/ld+json", "application/json", "speculationrules")
"""Kinds of script that are read and never run."""


def live_parts(html: str, *, styled: bool = False) -> list[str]:
    """Whatever of a page or piece of one is not ours and could run, load or lead astray. `styled`: a letter,
    which has no style sheet but attributes of our own."""
    found = [PRODUCT] if PRODUCT in html else []
    tree = LexborHTMLParser(html)
    titles = 0
    for node in tree.root.traverse() if tree.root else ():
        tag, attributes = node.tag or "", node.attributes
        said = f"<{tag} {attributes}>"[:160]
        if tag in NEVER or tag.startswith("xss"):
            found.append(said)
        titles += tag == "title" and node.parent is not None and node.parent.tag == "head"
        if tag == "script":
            found += _of_script(attributes, node.text() or "")
        if tag == "meta" and "refresh" in (attributes.get("http-equiv") or "").lower():
            found += [said] if "zly" in said else []
        for name, value in attributes.items():
            if not (styled and name == "style" and "xss" not in (value or "")):
                found += [said] if _attribute(name, value or "", tag) else []
    if titles > 1:
        found.append(f"{titles} titles")
    return found


def _attribute(name: str, value: str, tag: str) -> bool:
    if name.startswith("on") or name in ("style", "srcdoc") or "xss" in name:
        return True
    flat = "".join(letter for letter in value if ord(letter) > 32).lower()
    if name in ADDRESSES and flat.startswith(("javascript:", "vbscript:", "data:")):
        return not flat.startswith(PICTURES.lower())
    outside = name in ("src", "poster", "srcset", "action", "formaction") or (
        tag == "link" and name == "href"
    )
    return outside and "zly.example" in urlsplit(value).netloc


def _of_script(attributes: dict[str, str | None], text: str) -> list[str]:
    kind = attributes.get("type") or ""
    if kind in DATA:
        json.loads(text)  # closed by what somebody wrote, it would break here
        return []
    source = attributes.get("src") or ""
    ours = re.match(r"/(?!/)", source) and not text.strip()
    return [] if ours else [f"<script {source} {text[:80]}>"]
