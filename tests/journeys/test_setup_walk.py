"""An administrator makes a place of an empty site; a curator works at the desk."""

import os
import re
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.demo import DEMO_PASSWORD
from tests.journeys.conftest import ROOT, Walker, serving
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: Any) -> Iterator[str]:
    """An empty site with one administrator, made as the handbook says."""
    folder: Path = tmp_path_factory.mktemp("empty")
    with serving(folder, factor="1000", empty=True) as address:
        _administrator(folder)
        yield address


@pytest.fixture(scope="module")
def attacked_site(tmp_path_factory: Any, chromium: Browser) -> Iterator[str]:
    """One with its limits as in life, where an administrator has asked for the sum always."""
    folder: Path = tmp_path_factory.mktemp("attacked")
    with serving(folder, factor="1", empty=True) as address:
        _administrator(folder)
        context = chromium.new_context(locale="pl")
        page = Walker(context, address).log_in("adam").page
        page.goto(f"{address}/setup/place/defence/")
        page.check("input[name=proof][value=always]")
        page.locator("main form button[type=submit]").click()
        context.close()
        yield address


def _administrator(folder: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    subprocess.run(
        [ROOT / ".venv/bin/python", "manage.py", "make_member", "adam@example.org", "--name", "Adam",
         "--password", DEMO_PASSWORD, "--role", "admin"],
        cwd=ROOT, check=True, env={**kept, "DATA_DIR": str(folder)},
    )  # fmt: skip


def _done(page: Page) -> int:
    return page.locator("main .state.yes").count()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_an_empty_site_to_the_first_forum(
    empty_site: str, chromium: Browser, scripts: bool
) -> None:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=scripts, locale="pl",
        reduced_motion="reduce",
    )  # fmt: skip
    adam = Walker(context, empty_site).log_in("adam")
    mark = uuid.uuid4().hex[:6]
    page = adam.go("/setup/")
    begun = _done(page)
    if scripts:
        _axe(adam)
        adam.go("/setup/")
    page.get_by_role("link", name="Nazwij miejsce i podaj, kto je prowadzi").first.click()
    page.fill("input[name=name]", f"Targ {mark}")
    page.fill("input[name=operator]", "Instytut Kultury w Brzozówce")
    page.fill("input[name=address]", "Rynek 1, 32-000 Brzozówka")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".head .brand")).to_contain_text(f"Targ {mark}")
    page = adam.go("/setup/place/contacts/")
    page.fill("input[name=email]", f"pomoc-{mark}@example.org")
    page.fill("input[name=authorities_email]", "organy@example.org")
    page.fill("input[name=authorities_languages]", "polski, angielski")
    page.locator("main form button[type=submit]").click()
    expect(adam.go("/about/rules/").locator("main")).to_contain_text("organy@example.org")
    page = adam.go("/setup/forums/new/")
    page.fill("input[name=name]", f"Pracownie {mark}")
    page.fill("input[name=description]", "Glina, drewno i wełna.")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(f"Pracownie {mark}")
    page = adam.go("/setup/documents/rules/")
    text = page.input_value("textarea[name=body_pl]")
    page.fill(
        "textarea[name=body_pl]", text + f"\n\n## Pracownie {{#pracownie-{mark}}}\n\nSprzątamy."
    )
    text = page.input_value("textarea[name=body_en]")
    page.fill(
        "textarea[name=body_en]", text + f"\n\n## Workshops {{#pracownie-{mark}}}\n\nWe tidy up."
    )
    page.fill("input[name=summary_pl]", "Dochodzi sprzątanie.")
    page.fill("input[name=summary_en]", "Tidying up is added.")
    page.get_by_role("button", name="Najpierw obejrzyj").click()
    expect(page.locator("#look")).to_contain_text("Sprzątamy.")
    page.get_by_role("button", name="Opublikuj").click()
    page.wait_for_url(re.compile(r"/about/rules/versions/\d+/"))
    expect(adam.go("/about/rules/").locator(f"#pracownie-{mark}")).to_have_text("Pracownie")
    page = adam.go("/setup/")
    assert _done(page) >= begun + (4 if begun < 4 else 0), "the list has seen what was done"
    page = adam.go("/forums/ask/")
    expect(page.locator("main")).to_contain_text(f"Pracownie {mark}")
    expect(adam.go("/setup/history/").locator("main")).to_contain_text(f"Targ {mark}")
    assert adam.errors == []
    context.close()


def _axe(walker: Walker) -> None:
    """The pages of the set-up are whole for everybody."""
    walker.page.add_init_script(AXE)
    for path in (
        "/setup/", "/setup/place/accessibility/", "/setup/forums/", "/setup/forums/new/", "/setup/people/",
        "/setup/documents/rules/", "/setup/region/", "/setup/words/", "/setup/rooms/", "/setup/history/",
        "/about/rules/versions/", "/curation/", "/curation/answers/new/",
    ):  # fmt: skip
        walker.go(path)
        assert _serious(walker) == [], path


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_of_the_set_up_scrolls_sideways(
    empty_site: str, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="pl")
    adam = Walker(context, empty_site).log_in("adam")
    for path in ("/setup/", "/setup/place/identity/", "/setup/place/defence/", "/setup/forums/",
                 "/setup/documents/privacy/", "/setup/region/", "/setup/people/", "/curation/"):  # fmt: skip
        page = adam.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_under_attack_a_browser_does_its_sum_and_one_without_scripts_joins_too(
    attacked_site: str, chromium: Browser, scripts: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripts, locale="pl")
    visitor = Walker(context, attacked_site)
    page = visitor.go("/accounts/signup/")
    name = f"Nowa {uuid.uuid4().hex[:6]}"
    page.fill("input[name=name]", name)
    page.fill("input[name=email]", f"{uuid.uuid4().hex}@przyklad.pl")
    page.fill("input[name=password1]", "cztery slowa na haslo")
    # As quick as a person can type, or the account is looked at for its speed alone (accounts.forms.JOINED_IN).
    page.wait_for_timeout(2_500)
    # The form waits for the sum by itself.
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("confirm-email"), timeout=60_000)
    assert visitor.errors == []
    context.close()
    adam = Walker(chromium.new_context(locale="pl"), attacked_site).log_in("adam")
    page = adam.go(f"/setup/people/?q={name.split()[1]}")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="Co wiadomo o tej osobie").click()
    looked_at = page.locator(".chip", has_text="szybciej")
    expect(looked_at).to_have_count(0 if scripts else 1)
    adam.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_curator_works_at_the_desk(walker: Walk, scripts: bool) -> None:
    marta = walker("marta", scripts=scripts)
    page = marta.go("/curation/")
    first = page.locator("section[aria-labelledby=questions] li").first
    title = first.locator("a.title").inner_text()
    first.get_by_role("button", name=re.compile("Odłóż")).click()
    expect(page.locator("section[aria-labelledby=questions]")).not_to_contain_text(title)
    shown = page.locator("section[aria-labelledby=feature] li").first
    note = shown.locator("a.title").inner_text()
    shown.get_by_role("button", name=re.compile("Pokaż na stronie głównej")).click()
    expect(page.locator("section[aria-labelledby=shown-head]")).to_contain_text(note)
    expect(marta.go("/").locator("section[aria-labelledby=featured-head]")).to_contain_text(note)
    name = f"O dotacjach {uuid.uuid4().hex[:6]}"
    page = marta.go("/curation/answers/new/")
    page.fill("input[name=name]", name)
    page.fill("textarea[name=body_pl]", "{name}, zajrzyj do notatek o dotacjach.")
    page.fill("textarea[name=body_en]", "{name}, see the notes on grants.")
    page.locator("main form button[type=submit]").click()
    page = marta.go("/curation/")
    line = page.locator("section[aria-labelledby=questions] li:not([lang=en])").first
    line.get_by_role("link", name=re.compile("Gotowa odpowiedź")).click()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("textarea[name=body]")).to_have_value(
        re.compile("notatek o dotacjach|notes on grants")
    )
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text(
        re.compile(r"notatek\so\sdotacjach|notes on grants")
    )
    page = marta.go("/curation/")
    page.locator("section[aria-labelledby=shown-head] button", has_text="Zdejmij").first.click()
    expect(page.locator("section[aria-labelledby=shown-head]")).not_to_contain_text(note)
    assert marta.errors == []
