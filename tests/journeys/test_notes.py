"""Writing a note in a real browser: one box that grows, a picture in a step, drafts of every box; and the
pages around a note, on phones and for those who use them otherwise."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Walker
from tests.journeys.test_composer import picture
from tests.journeys.test_pages import Corner, _judge

Walk = Callable[..., Walker]
NOTE = "/notes/noc-czytania-w-malej-bibliotece/"


def test_one_box_grows_and_no_box_loses_its_words(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola = walker("ola")
    page = ola.go("/notes/write/")
    page.fill("input[name=title]", f"Teatr {mark}")
    page.fill("textarea[name=body]", "Prześcieradło i lampa.")
    page.check("input[name=template][value=workshop]")
    page.get_by_role("button", name="Pokaż pola").click()
    expect(page.locator("textarea[name=steps]")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value("Prześcieradło i lampa.")
    steps = page.locator("textarea[name=steps]")
    with page.expect_response(
        lambda answer: "/drafts/keep/" in answer.url and "note-new-steps" in (answer.request.post_data or "")
    ):  # fmt: skip
        steps.press_sequentially("1. Zgaś światło")
    page = ola.go("/notes/write/")
    expect(page.locator("textarea[name=steps]")).to_have_value("1. Zgaś światło")
    box = page.locator("[data-editor]").filter(has=page.locator("textarea[name=steps]"))
    with page.expect_file_chooser() as chooser:
        box.get_by_role("button", name="Zdjęcie lub plik").click()
    chooser.value.set_files({"name": "lampa.png", "mimeType": "image/png", "buffer": picture()})
    words = box.get_by_label("Co widać na obrazie")
    words.fill("Lampa za prześcieradłem")
    page.get_by_role("button", name="Opublikuj").click()
    page.wait_for_url(re.compile(rf"/notes/teatr-{mark}/"))
    expect(page.get_by_alt_text("Lampa za prześcieradłem")).to_be_visible()
    expect(page.locator(".prose")).to_contain_text("Zgaś światło")
    page = ola.go("/notes/write/")
    expect(page.locator("textarea[name=steps]")).to_have_count(0)
    assert ola.errors == []


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_tells_how_it_went(walker: Walk, scripts: bool) -> None:
    mark = uuid.uuid4().hex[:8]
    one = walker("tomek", width=360, scripts=scripts)
    page = one.go(f"{NOTE}runs/write/")
    page.fill("input[name=ran_on]", "2026-05-31")
    page.fill("textarea[name=body]", f"Poszło dobrze {mark}.")
    page.get_by_role("button", name="Opowiedz, jak poszło").click()
    page.wait_for_url(re.compile(r"/runs/"))
    expect(page.get_by_text(f"Poszło dobrze {mark}.")).to_be_visible()
    page.get_by_role("button", name="Usuń").first.click()
    page.wait_for_url(re.compile(rf"{NOTE}$"))
    expect(page.get_by_text(mark)).to_have_count(0)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("", NOTE), ("", f"{NOTE}runs/"), ("", "/notes/collections/"), ("", "/notes/collections/dostepnosc-od-jutra/"),
        ("", "/notes/a-night-of-reading-in-a-small-library/easy/"), ("", f"{NOTE}history/"),
        ("danuta", f"{NOTE}edit/"), ("danuta", f"{NOTE}truth/"), ("danuta", f"{NOTE}authors/"), ("danuta", f"{NOTE}history/2/"),
        ("marta", "/notes/reviews/"), ("marta", f"{NOTE}history/2/"), ("tomek", f"{NOTE}doubt/"), ("tomek", f"{NOTE}helpful/"),
        ("tomek", f"{NOTE}collect/"), ("tomek", "/notes/kawiarenka-naprawcza/discuss/"), ("tomek", f"{NOTE}runs/write/"),
        ("tomek", "/notes/write/?template=workshop"), ("tomek", "/notes/collections/write/"),
    ],
)  # fmt: skip
def test_the_pages_around_a_note(walker: Walk, who: str, path: str, width: int, dark: bool) -> None:
    corner = Corner("pl", "dark" if dark else "light", width)
    _judge(walker(who, width=width, dark=dark), path, corner)
