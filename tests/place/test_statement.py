"""The statement of accessibility is made of what administrators have said, and looked through every year."""

import re
from datetime import date

import pytest
from django.test import Client

from notifications.models import Notification
from notifications.of_the_place import remind_of_statement
from place.actions.change_settings import change_settings
from tests.cast import Cast

PAGE = "/setup/place/accessibility/"
SAID = {
    "access_status": "partly", "gaps_pl": "- Filmy bez *napisów*.", "gaps_en": "- Films without captions.",
    "exempt_pl": "", "exempt_en": "", "access_burden": "https://bip.example.org/analiza.pdf", "access_basis": "audit", "access_auditor": "Fundacja Próg",
    "site_published": "2026-03-01", "site_updated": "2026-10-01", "statement_prepared": "2026-11-02",
    "statement_reviewed": "2027-02-03", "access_person": "Halina Gaj", "access_email": "h@example.org",
    "access_phone": "12 000 00 00", "building_pl": "Wejście bez progu.", "building_en": "No step.",
}  # fmt: skip
CONDITIONS = [
    "a11y-wstep", "a11y-podmiot", "a11y-url", "a11y-data-publikacja", "a11y-data-aktualizacja", "a11y-status",
    "a11y-data-sporzadzenie", "a11y-data-przeglad", "a11y-audytor", "a11y-kontakt", "a11y-osoba", "a11y-email",
    "a11y-telefon", "a11y-procedura", "a11y-ocena", "a11y-architektura", "a11y-aplikacje",
]  # fmt: skip


def part(html: str, name: str) -> str:
    found = re.search(rf'<(\w+)[^>]*\bid="{name}"[^>]*>(.*?)</\1>', html, re.S)
    assert found, name
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found.group(2))).replace("\u00a0", " ").strip()
    )


@pytest.mark.parametrize("language", ["pl", "en"])
def test_what_is_said_in_the_form_is_the_statement(cast: Cast, language: str) -> None:
    browser = cast.client(cast.adam)
    assert browser.post(PAGE, {**SAID, "seen": ""}).status_code == 303
    change_settings(by=cast.adam, section="identity", values={"operator": "Instytut Rynku"})
    html = (
        Client(headers={"accept-language": language}).get("/about/accessibility/").content.decode()
    )
    for name in CONDITIONS:
        assert len(re.findall(rf'\sid="{name}"', html)) == 1, name
        assert part(html, name), name
    assert part(html, "a11y-osoba") == "Halina Gaj"
    assert part(html, "a11y-audytor") == "Fundacja Próg"
    assert 'id="a11y-data-przeglad" datetime="2027-02-03"' in html
    assert ("Wejście bez progu." if language == "pl" else "No step.") in html
    assert ("napisów" if language == "pl" else "captions") in html
    assert "do uzupełnienia" not in html
    assert "to be filled in" not in html


def test_a_day_that_is_none_is_refused(cast: Cast) -> None:
    answer = cast.client(cast.adam).post(PAGE, {**SAID, "access_burden": "javascript:alert(1)"})
    assert answer.status_code == 422
    answer = cast.client(cast.adam).post(PAGE, {**SAID, "site_published": "wczoraj"})
    assert answer.status_code == 422
    assert "Halina Gaj" in answer.content.decode()
    assert "Halina" not in cast.client().get("/about/accessibility/").content.decode()


def test_administrators_are_reminded_in_march_and_nobody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = [date(2027, 2, 28)]
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: day[0])
    told = Notification.objects.filter(kind="statement_due")

    def reminded() -> int:
        remind_of_statement()
        remind_of_statement()
        return told.count()

    assert reminded() == 0
    day[0] = date(2027, 3, 1)
    assert reminded() == 1
    day[0] = date(2027, 3, 25)
    assert reminded() == 2
    assert set(told.values_list("person", flat=True)) == {cast.adam.pk}
    change_settings(
        by=cast.adam, section="accessibility", values={"statement_reviewed": "2027-03-25"}
    )
    day[0] = date(2027, 4, 2)
    assert reminded() == 2, "it was looked through"
    day[0] = date(2028, 3, 2)
    assert reminded() == 3
