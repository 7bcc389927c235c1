"""The pages of prose, and what the law wants of one of them."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.cast import Cast

PAGES = ["/about/", "/about/rules/", "/about/privacy/", "/about/help/", "/about/accessibility/",
         "/about/data/", "/feeds/"]  # fmt: skip
PRESCRIBED = ["a11y-wstep", "a11y-podmiot", "a11y-url", "a11y-data-publikacja", "a11y-data-aktualizacja",
              "a11y-status", "a11y-data-sporzadzenie", "a11y-kontakt", "a11y-osoba", "a11y-email",
              "a11y-telefon", "a11y-procedura", "a11y-architektura", "a11y-aplikacje"]  # fmt: skip


def read(address: str, language: str) -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def element(html: str, name: str) -> str:
    found = re.search(rf'<(\w+)[^>]*\bid="{name}"[^>]*>(.*?)</\1>', html, re.S)
    assert found, name
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found.group(2))).strip()


def article(address: str, language: str) -> str:
    """The prose itself, without the frame around it."""
    found = re.search(r"<article[^>]*>(.*?)</article>", read(address, language), re.S)
    assert found, address
    return found.group(1)


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_it_is_there_in_both_languages_with_one_heading_and_no_id_twice(
    db: None, address: str, language: str
) -> None:
    html = read(address, language)
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert "{{" not in html
    assert "{%" not in html
    assert " style=" not in html
    levels = [int(level) for level in re.findall(r"<h([1-6])", article(address, language))]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_both_languages_have_the_same_anchors(db: None, address: str) -> None:
    def anchors(language: str) -> list[str]:
        return re.findall(r'\sid="([^"]+)"', article(address, language))

    assert anchors("pl") == anchors("en")


def test_polish_is_written_as_polish_is_written(db: None) -> None:
    for address in PAGES:
        text = re.sub(r"<[^>]+>", "", article(address, "pl"))
        assert '"' not in text.replace("&quot;", ""), address
        assert text.count("„") == text.count("”"), address
        assert not re.search(r"(?<!\w)[aiouwz] \w", text), address
        assert "!" not in text, address


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_statement_has_every_prescribed_part_once(db: None, language: str) -> None:
    html = read("/about/accessibility/", language)
    for name in PRESCRIBED:
        assert len(re.findall(rf'\sid="{name}"', html)) == 1, name
        assert element(html, name), name
    for name in ("publikacja", "aktualizacja", "sporzadzenie"):
        stamp = re.search(rf'<time id="a11y-data-{name}" datetime="([^"]+)"', html)
        assert stamp
        date.fromisoformat(stamp.group(1))


def test_the_statement_says_what_the_operator_has_set(db: None, settings: LazySettings) -> None:
    settings.OPERATOR = {
        **settings.OPERATOR, "name": "Instytut Rynku", "accessibility_person": "Halina Gaj",
        "accessibility_phone": "12 000 00 00", "accessibility_email": "halina@example.org",
        "accessibility_status": "full", "building_access": "Wejście bez progu.",
        "site_published": date(2026, 3, 1),
    }  # fmt: skip
    html = read("/about/accessibility/", "pl")
    assert element(html, "a11y-podmiot") == "Instytut Rynku"
    assert element(html, "a11y-osoba") == "Halina Gaj"
    assert element(html, "a11y-telefon") == "12 000 00 00"
    assert element(html, "a11y-email") == "halina@example.org"
    assert element(html, "a11y-data-publikacja") == "1 marca 2026"
    assert "jest zgodna z" in element(html, "a11y-status").replace("\u00a0", " ")
    assert "Wejście bez progu." in html
    assert "do uzupełnienia" not in html


def test_what_the_operator_has_not_said_is_marked_as_missing(db: None) -> None:
    assert "do uzupełnienia" in element(read("/about/accessibility/", "pl"), "a11y-podmiot")
    assert "Deklaracja nie jest jeszcze pełna." in read("/about/accessibility/", "pl")


@pytest.mark.parametrize("address", ["/", "/about/", "/forums/"])
def test_every_page_leads_to_the_statement(cast: Cast, address: str) -> None:
    html = cast.client().get(address).content.decode()
    assert (
        '<meta name="deklaracja-dostępności" content="http://testserver/about/accessibility/">'
        in html
    )


def test_the_reasons_of_a_report_are_anchors_of_the_rules(db: None) -> None:
    from moderation.models import Report

    html = read("/about/rules/", "pl")
    for reason in Report.Reason.values:
        assert f'id="{reason}"' in html


def test_no_page_of_prose_leads_nowhere(cast: Cast) -> None:
    for language in ("pl", "en"):
        client = Client(headers={"accept-language": language})
        links: set[str] = set()
        for address in PAGES:
            links |= set(re.findall(r'href="(/[^"#]*)', article(address, language)))
        for link in sorted(links):
            assert client.get(link).status_code in (200, 302), link


def test_feeds_are_offered_for_public_forums_alone(cast: Cast) -> None:
    html = cast.client(cast.marta).get("/feeds/").content.decode()
    assert "/feeds/forums/ogolne.xml" in html
    assert "moderacja" not in html


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_help_says_where_an_account_ends_and_where_drafts_are_kept(
    cast: Cast, language: str
) -> None:
    text = article("/about/help/", language)
    for heading, address in (("usuniecie", "/accounts/data/"), ("szkic", "/drafts/")):
        answer = text.split(f'id="{heading}"')[1].split("<h")[0]
        assert f'href="{address}"' in answer
        assert "mailto:" not in answer
    assert "180" in text
