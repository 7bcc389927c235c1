"""Clients of the site: one of the JSON API with a token, one that is a browser without scripts."""

import re
import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from tests.contracts.dom import Form, Page
from tests.contracts.house import PASSWORD

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds until what must come to be is given up."""


def until(found: Callable[[], T], *, patience: float = PATIENCE) -> T:
    """The first true answer of `found`."""
    deadline = time.monotonic() + patience
    while True:
        answer = found()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"still {answer!r}"
        time.sleep(0.05)


class Api:
    """The API for one person; for a visitor without a token. Paths are relative to /api/v1/."""

    def __init__(self, base: str, token: str | None = None) -> None:
        headers = {"accept-language": "en"} | (
            {"authorization": f"Bearer {token}"} if token else {}
        )
        self.base = base
        self.http = httpx.Client(base_url=base, headers=headers, timeout=60)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.http.get(f"/api/v1/{path}", params=query or None)

    def post(self, path: str, body: Any, *, key: str | None = None) -> httpx.Response:
        return self.http.post(
            f"/api/v1/{path}", json=body, headers={"idempotency-key": key} if key else None
        )

    def raw(self, path: str, content: bytes, **headers: str) -> httpx.Response:
        named = {
            "content-type": "application/json",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        return self.http.post(f"/api/v1/{path}", content=content, headers=named)

    def all(self, path: str, *, limit: int = 100, **query: Any) -> list[dict[str, Any]]:
        """Every row of a list, page by page to the end."""
        rows: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            answer = self.get(path, limit=limit, **query, **cursor)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            rows += page["results"]
            if page["next"] is None:
                return rows
            assert page["results"], "a page that is not the last holds something"
            cursor = {"cursor": page["next"]}

    def all_events(self, path: str) -> list[dict[str, Any]]:
        """Every frame for those who poll."""
        frames: list[dict[str, Any]] = []
        after = "0"
        while after:
            page = self.get(path, after=after).json()
            frames += page["results"]
            after = page["next"] or ""
        return frames

    # What the tests make again and again

    def topic(
        self, title: str = "Jak zacząć?", body: str = "Od czego?", **more: Any
    ) -> dict[str, Any]:
        return self._made("forums/ogolne/topics", {"title": title, "body": body, **more})

    def reply(self, topic: int, body: str = "Od kawy.", **more: Any) -> dict[str, Any]:
        return self._made(f"topics/{topic}/posts", {"body": body, **more})

    def note(self, title: str = "Kawa", body: str = "Zagotuj wodę.", **more: Any) -> dict[str, Any]:
        return self._made("notes", {"title": title, "body": body, **more})

    def say(self, room: int, body: str = "Dzień dobry", **more: Any) -> dict[str, Any]:
        return self._made(f"rooms/{room}/messages", {"body": body, **more})

    def _made(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.post(path, body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


class Browser:
    """Cookies, forms, no scripts; it follows no redirect by itself."""

    def __init__(self, base: str, who: str | None = None, *, language: str = "en") -> None:
        self.base, self.who = base, who
        headers = {"accept-language": language, "accept": "text/html"}
        self.http = httpx.Client(base_url=base, headers=headers, timeout=60)
        if who is not None:
            self.log_in(who)

    def log_in(self, who: str, password: str = PASSWORD) -> None:
        form = self.form("/accounts/login/", "password")
        answer = self.send(form, login=f"{who}@example.org", password=password)
        assert answer.status_code in (302, 303), answer.text

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.http.get(path, **options)

    def page(self, path: str) -> Page:
        """A page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return Page(answer.text)

    def form(self, path: str, field: str) -> Form:
        """The form of a page that has this field (or button), as it stands."""
        return form_with(self.page(path), field, path)

    def send(self, form: Form, **values: Any) -> httpx.Response:
        """Sends a form with some fields filled in; a value of None leaves a field out."""
        fields = {**form.values, **values}
        return self.post(form.action, {k: v for k, v in fields.items() if v is not None})

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> httpx.Response:
        """A form's body, with the origin that a browser adds."""
        return self.http.post(path, data=fields, headers={"origin": self.base, **headers})

    @property
    def session(self) -> str:
        return self.http.cookies.get("session", "")


def form_with(page: Page, field: str, path: str) -> Form:
    for form in page.forms:
        if field in form.kinds or field in form.buttons:
            return (
                form
                if form.action
                else Form(path, form.method, form.values, form.buttons, form.kinds)
            )
    raise AssertionError(
        f"{path} has no form with {field}: {[[*form.kinds] for form in page.forms]}"
    )


def ids_in(text: str, pattern: str) -> list[int]:
    """The numbers that a pattern with one group finds."""
    return [int(found) for found in re.findall(pattern, text)]
