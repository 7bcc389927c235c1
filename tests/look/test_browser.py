"""The gallery in a real browser: nothing overflows, nothing is refused by the policy, scripts do their part."""

from collections.abc import Iterator
from threading import Thread

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings

from kernel import pages
from tests.look import urls

pytestmark = pytest.mark.journey


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests look at the page, not at a log."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The site in a thread of this process, with its static files; the gallery needs no database."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gallery(
    chromium: Browser, address: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    monkeypatch.setattr(pages.region_name, "_answer", lambda: "Beskid")
    settings.ROOT_URLCONF = "tests.look.urls"
    settings.DEBUG = True
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/look/")
    yield page
    assert faults == []
    context.close()


def test_nothing_is_wider_than_the_window(gallery: Page) -> None:
    wider = []
    for width in (320, 360, 640, 768, 960, 1024, 1280, 1920):
        gallery.set_viewport_size({"width": width, "height": 720})
        if gallery.evaluate("document.documentElement.scrollWidth") > width:
            wider.append(width)
    assert wider == []


def test_targets_are_large_enough_for_a_finger(chromium: Browser, gallery: Page) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(gallery.url)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .btn, .act, .input, .tabbar a, .seg > *, summary, .tag")]
        .filter((part) => part.checkVisibility?.() ?? part.offsetParent)
        .map((part) => [part.outerHTML.slice(0, 80), part.getBoundingClientRect()])
        .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24)
        .map(([name]) => name)"""
    )
    context.close()
    assert small == []


def test_at_four_hundred_percent_nothing_covers_the_text(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 320, "height": 256})
    for part in (".head", ".tabbar", ".livebar"):
        assert (
            gallery.locator(part).first.evaluate("part => getComputedStyle(part).position")
            == "static"
        )


def test_times_become_relative_and_keep_the_exact_words(gallery: Page) -> None:
    first = gallery.locator("time[data-ago]").first
    assert first.inner_text() == "6 minutes ago"
    assert "2" in (first.get_attribute("title") or "")


def test_own_things_are_marked_and_others_are_not(gallery: Page) -> None:
    gallery.evaluate(
        """async () => { document.body.dataset.me = "ola";
        (await import([...document.scripts].find((one) => one.src.includes("/main")).src)).markOwn(); }"""
    )
    own = gallery.locator('[data-author="ola"].post')
    assert "post-mine" in (own.get_attribute("class") or "")
    assert own.locator("[data-own]").is_visible()
    assert gallery.locator(".post-accepted.post-mine").count() == 0


def test_a_menu_closes_on_escape_and_gives_the_focus_back(gallery: Page) -> None:
    menu = gallery.locator("main details[data-menu]")
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    menu.locator("a").first.focus()
    gallery.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert menu.locator("summary").evaluate("part => part === document.activeElement")


def test_the_password_can_be_shown_and_hidden(gallery: Page) -> None:
    field = gallery.locator("#fine_password")
    button = gallery.locator('[data-show-password="fine_password"]')
    button.click()
    assert field.get_attribute("type") == "text"
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert field.get_attribute("type") == "password"


def test_a_form_is_sent_once_however_often_it_is_pressed(gallery: Page) -> None:
    urls.slow.times = 0  # type: ignore[attr-defined]
    gallery.goto(gallery.url.replace("/look/", "/look/template/404.html"))
    gallery.evaluate(
        """() => { const form = document.getElementById("act"); form.action = "/look/slow/";
        const button = document.createElement("button"); button.className = "btn"; button.id = "send";
        button.type = "submit"; button.setAttribute("form", "act"); button.textContent = "Send";
        document.querySelector("main").append(button); }"""
    )
    send = gallery.locator("#send")
    with gallery.expect_response("**/look/slow/"):
        send.click()
    assert send.get_attribute("aria-busy") == "true"
    assert send.inner_text() == "Sending…"
    send.click()
    send.press("Enter")
    gallery.wait_for_timeout(300)
    assert urls.slow.times == 1  # type: ignore[attr-defined]


def test_the_toolbar_writes_markdown_and_is_one_stop_of_the_tab_key(gallery: Page) -> None:
    area = gallery.locator("#fine_body")
    area.fill("cicha sala")
    area.select_text()
    gallery.locator('[data-mark="bold"]').click()
    assert area.input_value() == "**cicha sala**"
    area.fill("jeden\ndwa")
    area.select_text()
    gallery.locator('[data-mark="steps"]').click()
    assert area.input_value() == "1. jeden\n2. dwa"
    gallery.keyboard.press("Control+z")
    assert area.input_value() == "jeden\ndwa"
    stops = gallery.locator(".editor-bar button").evaluate_all(
        "all => all.map((one) => one.tabIndex)"
    )
    assert sorted(stops) == sorted([0] + [-1] * (len(stops) - 1))


def test_a_draft_survives_leaving_and_can_be_thrown_away(gallery: Page) -> None:
    area = gallery.locator("#fine_body")
    area.fill("Mamy trzy sale")
    gallery.locator("[data-said]").filter(has_text="Draft kept in this browser").wait_for()
    gallery.reload()
    assert area.input_value() == "Mamy trzy sale"
    gallery.get_by_role("button", name="Discard the draft").click()
    gallery.reload()
    assert area.input_value() == ""


def test_the_map_comes_closer_and_lights_up_with_the_list(gallery: Page) -> None:
    drawing = gallery.locator("[data-map] svg.region")
    gallery.locator('[data-zoom="in"]').click()
    assert float((drawing.get_attribute("viewBox") or "0 0 0 0").split()[2]) < 300
    gallery.locator('[data-zoom="all"]').click()
    assert drawing.get_attribute("viewBox") == "0 0 300 200"
    gallery.locator('[data-pin="1"] a').focus()
    assert "pin-sel" in (gallery.locator("#pin-1").get_attribute("class") or "")
    assert "pin-sel" not in (gallery.locator("#pin-2").get_attribute("class") or "")


def test_the_page_is_whole_without_scripts(chromium: Browser, gallery: Page) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(gallery.url)
    assert page.locator("#fine_body").is_visible()
    assert page.locator(".editor-bar").first.is_hidden()
    assert page.locator('[data-show-password="fine_password"]').is_hidden()
    page.locator(
        "header details[data-menu] summary, header a[href='/accounts/login/']"
    ).first.click()
    context.close()


def test_the_switch_of_colours_wins_over_the_system(chromium: Browser, gallery: Page) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(gallery.url)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(18, 22, 31)"
    context.add_cookies([{"name": "theme", "value": "light", "url": gallery.url}])
    page.goto(gallery.url)
    assert page.evaluate(ground) == "rgb(241, 241, 236)"
    pressed = page.locator(".theme [aria-pressed=true]")
    assert pressed.get_attribute("value") == "light"
    context.close()
