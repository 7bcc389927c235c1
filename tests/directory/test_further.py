"""The rest of a record: other languages, BIP and e-Doręczenia, the declaration, the building, who confirmed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape

from directory.actions.contacts import add_contact
from directory.actions.set_access import GivenFact, set_access
from directory.actions.update_organisation import update_organisation
from directory.models import Change, Membership, Organisation, OrganisationKind, Site
from directory.vocabulary.fields import clean_fields
from kernel.refusals import Invalid
from tests.cast import Cast
from tests.directory.conftest import page_of
from tests.directory.test_pages import HOME, form_of

OBJECT = "/api/v1/organisations/dom-kultury-w-brzozowce"
MORE = {
    "summary_en": "A hall and an art studio.",
    "description_en": "Guests are **welcome**.",
    "easy": "To jest dom kultury.",
    "bip": "bip.example.org/dom",
    "e_delivery": "ae:pl-12345-67890-abcde-12",
    "preferred": "telefon",
    "declaration": "https://example.org/deklaracja",
    "declared_on": "2026-03-30",
    "isil": "pl-100001",
    "wikidata": "https://www.wikidata.org/wiki/Q1234",
    "reach": "powiat",
    "projects": "Lato otwartych stodół.",
}
KEPT = {
    **MORE,
    "bip": "https://bip.example.org/dom", "e_delivery": "AE:PL-12345-67890-ABCDE-12",
    "declared_on": date(2026, 3, 30), "isil": "PL-100001", "wikidata": "Q1234",
}  # fmt: skip


def values(organisation: Organisation) -> dict[str, object]:
    organisation.refresh_from_db()
    return {name: getattr(organisation, name) for name in MORE}


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("e_delivery", "PL-12345-67890-ABCDE-12", "AE:PL-12345-67890-ABCDE-12"), ("e_delivery", None, ""),
        ("bip", "", ""), ("declared_on", "30.03.2026", date(2026, 3, 30)), ("declared_on", "", None),
        ("isil", "PL-WaU/1", "PL-WAU/1"), ("wikidata", "q7", "Q7"), ("preferred", "", ""),
        ("area", "420 m²", 420), ("area", "1 200,5", 1200), ("area", "", None), ("area", 30, 30),
    ],
)  # fmt: skip
def test_what_may_be_written(field: str, written: object, kept: object) -> None:
    assert clean_fields({field: written}) == {field: kept}


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("e_delivery", "AE:PL-1234-67890-ABCDE-12"), ("e_delivery", ["x"]), ("bip", "javascript:alert(1)"),
        ("declaration", "ftp://example.org"), ("declared_on", "2026-02-30"), ("declared_on", "2999-01-01"),
        ("declared_on", 20260330), ("isil", "100001"), ("wikidata", "Q0"), ("wikidata", "<b>"),
        ("preferred", "gołębiem"), ("area", "0"), ("area", "-3"), ("area", "sto"), ("area", "9" * 30),
        ("summary_en", "x" * 301), ("easy", "a\0b"), ("easy", "x" * 40_000),
    ],
)  # fmt: skip
def test_what_may_not(field: str, written: object) -> None:
    with pytest.raises(Invalid) as refused:
        clean_fields({field: written})
    assert list(refused.value.fields) == [field]


def test_an_editor_writes_it_and_everybody_reads_it(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    assert ola.post(f"{HOME}edit/", form_of(cast, **MORE)).status_code == 303
    assert values(cast.house) == KEPT
    page = page_of(visitor, HOME)
    for words in (
        "Guests are <strong>welcome</strong>", "A hall and an art studio.", "To jest dom kultury.",
        "https://bip.example.org/dom", "https://example.org/deklaracja", "30 March 2026",
        "Lato otwartych stodół", "the powiat", "AE:PL-12345-67890-ABCDE-12", "Q1234", "PL-100001",
        "Best reached by telephone.", "by Ola Wrona.",
    ):  # fmt: skip
        assert words in page, words
    polish = cast.client().get(HOME, headers={"Accept-Language": "pl"}).content.decode()
    assert '<summary lang="en">In English</summary>' in polish
    assert '<div class="prose measure mt" lang="pl">' in polish
    shape = json.loads(page_of(visitor, OBJECT))
    assert {name: shape[name] for name in MORE} == {**KEPT, "declared_on": "2026-03-30"}
    machines = json.loads(page.split('ld+json">')[1].split("</script>")[0])
    assert "http://www.wikidata.org/entity/Q1234" in machines["sameAs"]
    found = page_of(visitor, "/search/?q=Guests")
    assert HOME in found, "the English words are found too"


def test_a_refused_form_keeps_every_character_and_opens_what_is_wrong(cast: Cast) -> None:
    wrong = {**MORE, "e_delivery": "AE:PL-1", "wikidata": "bzdura", "declared_on": "wczoraj"}
    answer = cast.client(cast.ola).post(f"{HOME}edit/", form_of(cast, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    for typed in (
        "AE:PL-1",
        "bzdura",
        "wczoraj",
        "Guests are **welcome**.",
        "To jest dom kultury.",
    ):
        assert typed in page, typed
    for folded in ("BIP and e-Doręczenia", "Numbers in registers"):
        assert f'<details class="fold" open><summary>{folded}' in page
    assert values(cast.house)["bip"] == ""


def test_it_is_undone_and_waits_where_the_page_is_reviewed(cast: Cast) -> None:
    update_organisation(by=cast.ola, organisation=cast.house, fields=MORE)
    made, ola = Change.objects.latest("pk"), cast.client(cast.ola)
    assert made.after["declared_on"] == "2026-03-30"
    assert "30 March 2026" in page_of(ola, f"{HOME}history/")
    assert ola.post(f"{HOME}history/{made.pk}/undo/", {"names": [*MORE]}).status_code == 303
    assert not any(values(cast.house).values())
    cast.house.refresh_from_db()
    assert (cast.house.html_en, cast.house.easy_html) == ("", "")
    Organisation.objects.filter(pk=cast.house.pk).update(moderated=True)
    update_organisation(by=cast.ola, organisation=cast.house, fields=MORE)
    now = values(cast.house)
    assert (now["easy"], now["bip"], now["wikidata"]) == ("", "", "")
    assert now["projects"] == "Lato otwartych stodół."
    update_organisation(by=cast.marta, organisation=cast.house, fields=MORE)
    assert values(cast.house) == KEPT


def test_export_and_import_take_it_along(cast: Cast, tmp_path: Path) -> None:
    update_organisation(
        by=cast.ola, organisation=cast.house,
        fields={**MORE, "building": "Parter szkoły", "area": 420},
    )  # fmt: skip
    Membership.objects.all().delete()
    file = tmp_path / "directory.csv"
    call_command("export_organisations", str(file))
    blank: dict[str, Any] = {**dict.fromkeys(MORE, ""), "declared_on": None}
    Organisation.objects.filter(pk=cast.house.pk).update(**blank)
    Site.objects.update(building="", area=None)
    call_command("import_organisations", str(file), "--map", "rynek")
    assert values(cast.house) == KEPT
    site = Site.objects.get(organisation=cast.house)
    assert (site.building, site.area) == ("Parter szkoły", 420)


def test_a_place_says_what_the_building_is_unless_it_is_hidden(cast: Cast, visitor: Client) -> None:
    site = Site.objects.get(organisation=cast.house)
    version = str(Organisation.objects.get(pk=cast.house.pk).version)
    sent = {
        "version": version, "locality": "Brzozówka", "gmina": str(cast.gmina.pk), "precision": "locality",
        "building": "Czerwony dach za kościołem", "area": "420 m2",
    }  # fmt: skip
    address = f"{HOME}places/{site.pk}/"
    ola = cast.client(cast.ola)
    assert ola.post(address, {**sent, "area": "duża"}).status_code == 422
    assert ola.post(address, sent).status_code == 303
    page = page_of(visitor, HOME)
    assert "Czerwony dach za kościołem" in page and "420" in page
    Site.objects.filter(pk=site.pk).update(precision="hidden")
    Organisation.objects.filter(pk=cast.house.pk).update(version=99)
    assert "Czerwony dach" not in page_of(visitor, HOME)
    assert "Czerwony dach" not in page_of(visitor, OBJECT)


@pytest.mark.parametrize("named", [True, False])
def test_each_place_of_which_nothing_is_known_says_whom_to_ask(
    cast: Cast, visitor: Client, named: bool
) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(phone="12 345 67 89")
    set_access(by=cast.ola, organisation=cast.house, access={"winda": GivenFact("no")})
    for number, name in enumerate(("Filia", "Pracownia"), start=1):
        Site.objects.create(organisation=cast.house, position=number, name=name)
    if named:
        fields = {"role": "Dostępność", "phone": "600 100 200", "for_access": True}
        add_contact(by=cast.ola, organisation=cast.house, fields=fields)
    part = page_of(visitor, HOME).split('id="access">')[1].split("</section>")[0]
    dialled = "tel:600100200" if named else "tel:123456789"
    unset = part.split("Nobody has checked this place yet.")[1:]
    assert len(unset) == 2
    assert all(dialled in one and "/chat/" in one for one in unset)


def test_every_kind_has_a_word_and_a_house(cast: Cast, visitor: Client) -> None:
    for number, kind in enumerate(OrganisationKind):
        Organisation.objects.filter(pk=cast.house.pk).update(kind=kind, version=100 + number)
        house = Organisation.objects.get(pk=cast.house.pk)
        house.save()
        assert house.picture.startswith("<svg")
        assert escape(str(kind.label)) in page_of(visitor, HOME)


def test_strangers_write_none_of_it(cast: Cast, visitor: Client) -> None:
    sent = form_of(cast, **MORE)
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).post(f"{HOME}edit/", sent).status_code == 403
    assert visitor.post(f"{HOME}edit/", sent).status_code == 302
    assert not any(values(cast.house).values())
