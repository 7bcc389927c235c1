"""A page as a browser reads it: its elements, its forms, and what in it could run."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
OWN_SCRIPTS = "/static/"
RUNNING = ("javascript", "vbscript", "data")
ADDRESSES = ("href", "src", "action", "formaction", "poster", "background", "xlink:href", "srcset")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Form:
    action: str
    method: str
    values: dict[str, object] = field(default_factory=dict)
    buttons: dict[str, list[str]] = field(default_factory=dict)
    """Names of submit buttons with their values: none is pressed unless a test does."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What kind of control each field is: text, textarea, hidden, select, radio, checkbox …"""


class Page(HTMLParser):
    """Parsed at once; `elements` in order, each with the text directly and deeply inside it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self._open: list[Element] = []
        self._form: Form | None = None
        self._select: str | None = None
        self._area: tuple[str, list[str]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)
        self._control(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area and self._form:
            name, pieces = self._area
            # A browser leaves out the line break that may follow the tag.
            self._form.values[name] = "".join(pieces).removeprefix("\n")
            self._area = None
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
        if self._area:
            self._area[1].append(data)

    def _control(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "form":
            self._form = Form(attributes.get("action", ""), attributes.get("method", "get"))
            self.forms.append(self._form)
        form, name = self._form, attributes.get("name", "")
        if form is None:
            return
        kind = attributes.get("type", "text") if tag == "input" else tag
        if tag in ("input", "select", "textarea") and name:
            form.kinds[name] = kind
        if tag == "button" and name:
            form.buttons.setdefault(name, []).append(attributes.get("value", ""))
        elif tag == "textarea" and name:
            self._area = (name, [])
        elif tag == "select" and name:
            self._select = name
            form.values[name] = ""
        elif tag == "option" and self._select and "selected" in attributes:
            form.values[self._select] = attributes.get("value", "")
        elif tag == "input" and name and kind in ("radio", "checkbox"):
            if "checked" in attributes:
                form.values[name] = attributes.get("value", "on")
        elif tag == "input" and name and kind not in ("submit", "image", "file"):
            form.values[name] = attributes.get("value", "")

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    @property
    def text(self) -> str:
        body = self.all("body")
        return body[0].text if body else ""

    @property
    def links(self) -> list[str]:
        return [a.attributes["href"] for a in self.all("a") if "href" in a.attributes]

    def linked_data(self) -> list[object]:
        """What the page says to machines. Raises ValueError when that is broken."""
        return [
            json.loads(script.text)
            for script in self.all("script")
            if script.attributes.get("type") == "application/ld+json"
        ]

    def live_parts(self) -> list[str]:
        """Whatever could run or load what is not the site's own: nothing, in a page that is right."""
        found = []
        for element in self.elements:
            said = f"<{element.tag} {element.attributes}>"
            kind = element.attributes.get("type", "")
            own = element.attributes.get("src", "").startswith(OWN_SCRIPTS)
            data = kind in ("application/ld+json", "application/json", "importmap")
            if element.tag == "script" and not own and not data:
                found.append(said)
            if element.tag in (
                "iframe",
                "object",
                "embed",
                "base",
                "applet",
                "frame",
                "style",
                "math",
                "video",
            ):
                found.append(said)
            if element.tag.startswith("xss") or "xss" in element.attributes:
                found.append(said)
            for name, value in element.attributes.items():
                if name.startswith("on") or name in ("style", "srcdoc"):
                    found.append(said)
                if (
                    name in ADDRESSES
                    and _scheme(value) in RUNNING
                    and not value.startswith("data:image/svg+xml,%3C")
                ):
                    found.append(said)
                if name in ("src", "poster", "srcset") and urlsplit(value).netloc:
                    found.append(said)
        return found


def _scheme(address: str) -> str:
    flat = "".join(letter for letter in address if ord(letter) > 32)
    return flat.split(":", 1)[0].lower() if ":" in flat else ""
