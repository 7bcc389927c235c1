"""Goes through the doors with hostile texts, as a browser without scripts would."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import httpx

from tests.contracts.callers import Browser, form_with
from tests.contracts.dom import Form, Page
from tests.hostile.choices import offered
from tests.hostile.deeds import DEEDS
from tests.hostile.doors import DOORS, Door
from tests.hostile.payloads import MARK, Texts

CHOSEN: dict[str, Callable[[list[str]], Any]] = {
    "*": lambda offered: offered[0], "**": lambda offered: offered[-1], "***": lambda offered: offered,
}  # fmt: skip
TYPED = ("text", "textarea", "url", "tel", "search")


class Filler:
    """`at`: what the doors have made, by name; `refused`: doors that did not take it, with the reason;
    `columns`: what stood in the database right after it."""

    def __init__(self, base: str, at: dict[str, Any]) -> None:
        self.base, self.at, self.texts = base, {"base": base, **at}, Texts()
        self.refused: list[str] = []
        self.columns: dict[str, Any] = {}
        self._browsers: dict[str, Browser] = {}

    def browser(self, who: str) -> Browser:
        if who not in self._browsers:
            self._browsers[who] = Browser(self.base, who or None)
        return self._browsers[who]

    def all(self) -> None:
        soon = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=30)
        self.at["soon"] = soon.isoformat()
        for door in DOORS:
            for _ in range(door.times):
                self.at["line"] = self.texts.line(100)
                self.at["choices"] = f"{self.texts.line(80)}\n{self.texts.line(80)}"
                self.at["phrases"] = f"{self.texts.line(30)}\npsotka"
                try:
                    self._through(door)
                except (AssertionError, KeyError) as error:
                    self.refused.append(f"{door.who} at {door.page}: {error}"[:700])
        for deed in DEEDS:
            try:
                deed(self)
            except AssertionError as error:
                self.refused.append(f"{deed.__name__}: {error}"[:700])

    def post(
        self,
        who: str,
        page: str,
        path: str,
        wants: tuple[int, ...] = (200, 201, 302, 303),
        files: Any = None,
        **fields: str,
    ) -> httpx.Response:
        """What a script or a form with files sends from a page."""
        browser = self.browser(who)
        forms = browser.page(page).forms
        token = next(
            f.values["csrfmiddlewaretoken"] for f in forms if "csrfmiddlewaretoken" in f.kinds
        )
        fields["csrfmiddlewaretoken"] = str(token)
        answer = browser.http.post(path, data=fields, files=files, headers={"origin": self.base})
        assert answer.status_code in wants, f"{answer.status_code} {_why(answer)}"
        return answer

    def _through(self, door: Door) -> None:
        browser = self.browser(door.who)
        if door.seen is not None:
            name, where, pattern = door.seen
            found = re.search(pattern, browser.get(where.format(**self.at)).text)
            assert found, f"{where} names no {name}"
            self.at[name] = found[1]
        path = door.page.format(**self.at)
        page = browser.page(path)
        form = form_with(page, door.field, path)
        answer = browser.send(form, **self._values(door, form, page))
        assert answer.status_code in door.wants, f"{answer.status_code} {_why(answer)}"
        if door.gives is not None:
            self.at[door.gives[0]] = door.found(answer.headers["location"])

    def _values(self, door: Door, form: Form, page: Page) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, kind in form.kinds.items():
            if kind in TYPED and name not in door.fit and name not in door.skip:
                values[name] = self._text(page, name, kind)
        for name, value in door.fit.items():
            if name in form.kinds or name in form.buttons or name == "sure":
                given = value.format(**self.at) if isinstance(value, str) else value
                if isinstance(given, str) and given in CHOSEN:
                    given = CHOSEN[given](offered(page.html, name) or [""])
                values[name] = form.values.get(name) if given is None else given
        return values

    def _text(self, page: Page, name: str, kind: str) -> str:
        limit = next(
            (int(e.attributes["maxlength"]) for e in page.elements
             if e.attributes.get("name") == name and e.attributes.get("maxlength", "").isdigit()),
            200,
        )  # fmt: skip
        if name == "tags":
            return f"{MARK}, {self.texts.line(30).replace(',', '')[:30].strip()}"
        return self.texts.body(min(limit, 8_000)) if kind == "textarea" else self.texts.line(limit)


def _why(answer: httpx.Response) -> str:
    page = Page(answer.text)
    told = [
        e.text for e in page.elements
        if {"summary-error", "refused", "error"} & set(e.attributes.get("class", "").split())
    ]  # fmt: skip
    return re.sub(r"\s+", " ", " | ".join(told) or answer.text[:300])[:500]
