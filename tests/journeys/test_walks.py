"""Main paths, walked by people in real browsers."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Walker

Walk = Callable[..., Walker]


def _ask(one: Walker, title: str) -> str:
    page = one.go("/forums/ogolne/ask/")
    page.fill("input[name=title]", title)
    page.fill("textarea[name=body]", "Mamy **salę** i dwanaście osób. Od czego zacząć?")
    page.check("input[name=kind][value=question]")
    page.fill("input[name=tags]", "ceramika, glina")
    page.locator("main form").get_by_role("button", name="Wyślij", exact=True).click()
    page.wait_for_url(re.compile(r"/forums/t/\d+/"))
    return page.url.removeprefix(one.site)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_is_asked_answered_and_found(walker: Walk, scripts: bool) -> None:
    mark = uuid.uuid4().hex[:8]
    ola, jan = walker("ola", scripts=scripts), walker("jan", scripts=scripts)
    address = _ask(ola, f"Warsztaty garncarskie {mark}")
    page = jan.go(address)
    page.fill("textarea[name=body]", f"Zacznijcie od ugniatania. {mark}")
    page.click("form[action*=reply] button[type=submit]")
    expect(page.locator("main")).to_contain_text(f"Zacznijcie od ugniatania. {mark}")
    page = ola.go(address)
    if not scripts:  # which of the buttons are hers, a script shows: without one they have a page
        page.locator("article[data-number='2'] a[href$='/actions/']").click()
    page.locator("main button[formaction*='/2/accept']:visible").first.click()
    expect(page.locator("main")).to_contain_text("Przyjęta odpowiedź")
    visitor = walker(scripts=scripts)
    page = visitor.go("/")
    search = page.locator("main form[role=search]").first
    search.locator("input[name=q]").fill(f"warsztatów garncarskich {mark}")
    search.locator("button").click()
    expect(page.locator("main")).to_contain_text(f"Warsztaty garncarskie {mark}")


def test_a_reply_reaches_the_other_browser(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola, jan = walker("ola"), walker("jan")
    address = _ask(ola, f"Kto pożyczy rzutnik {mark}")
    page = jan.go(address)
    page.fill("textarea[name=body]", f"My pożyczymy {mark}")
    page.click("form[action*=reply] button[type=submit]")
    bar = ola.page.locator(".livebar")
    expect(bar).to_be_visible()
    bar.locator("button, a").first.click() if bar.locator("button, a").count() else bar.click()
    expect(ola.page.locator("main")).to_contain_text(f"My pożyczymy {mark}")


def test_what_is_said_in_a_room_is_there_at_once(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola, visitor = walker("ola"), walker()
    ola.go("/chat/rynek/")
    visitor.go("/chat/rynek/")
    ola.page.fill("textarea[name=body]", f"Dzień dobry {mark}")
    ola.page.click("form:has(textarea[name=body]) button[type=submit]")
    for one in (ola, visitor):
        expect(one.page.locator(".msg", has_text=mark)).to_have_count(1)


def test_what_was_said_offline_arrives_once(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola, jan = walker("ola"), walker("jan")
    ola.go("/chat/rynek/")
    jan.go("/chat/rynek/")
    jan.page.wait_for_timeout(500)
    jan.context.set_offline(True)
    for number in range(3):
        ola.page.fill("textarea[name=body]", f"{mark} nr {number}")
        ola.page.click("form:has(textarea[name=body]) button[type=submit]")
    jan.page.fill("textarea[name=body]", f"{mark} od Jana")
    jan.page.click("form:has(textarea[name=body]) button[type=submit]")
    jan.page.wait_for_timeout(1000)
    jan.context.set_offline(False)
    for one in (ola, jan):
        expect(one.page.locator(".msg", has_text=mark)).to_have_count(4, timeout=40_000)


def test_somebody_joins_by_mail(
    walker: Walk, site: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    address = f"nowa-{uuid.uuid4().hex[:8]}@example.org"
    one = walker()
    page = one.go("/accounts/signup/")
    page.fill("input[name=name]", "Nina Nowak")
    page.fill("input[name=email]", address)
    page.fill("input[name=password1]", "wapno-i-farbka-7")
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_be_visible()
    folder = next(p for p in tmp_path_factory.getbasetemp().iterdir() if p.name.startswith("site"))
    link = ""
    for _ in range(50):
        for mail in (folder / "mail").glob("*"):
            text = mail.read_text()
            if address in text:
                link = next(
                    iter(re.findall(r"https?://\S+/confirm-email/\S+", text.replace("=\n", ""))), ""
                )
        if link:
            break
        page.wait_for_timeout(200)
    assert link, "no mail came"
    page.goto(link)
    page.click("main form button[type=submit]")
    page.goto(site + "/chat/rynek/")
    expect(page.locator("textarea[name=body]")).to_be_visible()


def test_language_and_theme_are_kept(walker: Walk) -> None:
    one = walker(scripts=False)
    page = one.go("/forums/")
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    page.click("footer button[name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("footer button[name=theme][value=dark]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith("/forums/")


def test_the_main_path_by_keyboard_alone(walker: Walk) -> None:
    one = walker()
    page = one.go("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "(() => { const e = document.activeElement; const r = e.getBoundingClientRect();"
            " const s = getComputedStyle(e); return [e.tagName + ' ' + (e.getAttribute('href') || e.name || ''),"
            " r.width > 0 && r.height > 0, s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.borderStyle !== 'none'] })()"
        )
        seen.add(shown[0])
        assert shown[1], f"focus went to something that is not there: {shown[0]}"
    assert len(seen) > 20
