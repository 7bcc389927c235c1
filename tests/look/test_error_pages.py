"""What is shown when something is refused or has failed, in a real browser: accessible like any other page."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings

from kernel import pages
from tests.journeys.conftest import Walker
from tests.journeys.test_pages import AXE, UNREADABLE, _findings
from tests.look import urls
from tests.look.test_browser import address as address
from tests.look.test_frame import ERRORS

pytestmark = pytest.mark.journey
CODES = ["forbidden", "rate_limited", "conflict", "busy", "invalid"]
SENT = "Mamy salę i dwanaście osób.\nOd czego zacząć?"


def refused(request: HttpRequest, name: str, code: str) -> HttpResponse:
    refusal = {"message": "Zrobiono to dziś już wiele razy.", "code": code, "retry_after": 40}
    return render(request, name, {"refusal": refusal, "text": SENT})


urlpatterns = [
    *urls.urlpatterns,
    *(
        path(f"look/refused/{name}/{code}", refused, {"name": name, "code": code})
        for name in ("refusal.html", "away.html", "csrf.html")
        for code in CODES
    ),
]
PAGES = [f"/look/template/{name}" for name in ERRORS] + [
    f"/look/refused/{where}"
    for where in (*(f"refusal.html/{code}" for code in CODES), "away.html/busy", "csrf.html/forbidden")
]  # fmt: skip


@pytest.fixture(params=["pl", "en"])
def one(
    request: pytest.FixtureRequest, chromium: Browser, address: str, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Walker]:  # fmt: skip
    monkeypatch.setattr(pages.region_name, "_answer", lambda: "Beskid")
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = True
    context = chromium.new_context(locale=request.param, reduced_motion="reduce")
    context.add_init_script(AXE)
    yield Walker(context, address)
    context.close()


@pytest.mark.parametrize("place", PAGES)
def test_a_refusal_can_be_read_by_everybody(one: Walker, place: str) -> None:
    one.page.set_viewport_size({"width": 320, "height": 256})
    one.go(place)
    assert one.page.locator("h1").count() == 1
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 320
    for colours in ("light", "dark"):
        one.page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        assert _findings(one) == [], colours
    one.page.emulate_media(forced_colors="active")
    assert one.page.evaluate(UNREADABLE) == []
    assert one.errors == []
