"""Numbers of registers: judged, shown, taken along by export and import, and used to find twins."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import override

from directory.actions.update_organisation import update_organisation
from directory.models import Membership, Organisation
from directory.vocabulary import registers
from tests.cast import Cast
from tests.directory.conftest import page_of
from tests.directory.test_pages import HOME, form_of

NUMBERS = {"nip": "1234563218", "regon": "123456785", "krs": "0000123456", "rik": "12/2004"}


@pytest.mark.parametrize(
    ("register", "written", "kept"),
    [
        ("nip", "123-456-32-18", "1234563218"), ("nip", "PL 1234563218", "1234563218"), ("nip", "", ""), ("nip", None, ""),
        ("regon", "123 456 785", "123456785"), ("regon", "12345678512347", "12345678512347"), ("regon", "000000000", "000000000"),
        ("krs", "123456", "0000123456"), ("krs", "0000123456", "0000123456"), ("rik", " RIK 12/2004 ", "RIK 12/2004"),
    ],
)  # fmt: skip
def test_numbers_are_kept_as_figures(register: str, written: str | None, kept: str) -> None:
    assert registers.JUDGES[register](written) == kept


@pytest.mark.parametrize(
    ("register", "written"),
    [
        ("nip", "1234563219"), ("nip", "123456321"), ("nip", "12345632181"), ("nip", "١٢٣٤٥٦٣٢١٨"), ("nip", "x" * 10), ("nip", "1" * 5_000),
        ("nip", "1234563\x00218"), ("regon", "123456786"), ("regon", "12345678512348"), ("regon", "02345678512347"), ("regon", "1234567851234"),
        ("krs", "00001234567"), ("krs", "0000000000"), ("krs", "KRS"), ("rik", "x" * 41), ("rik", "a\nb"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(register: str, written: str) -> None:
    with pytest.raises(ValueError, match=r".{5}"):
        registers.JUDGES[register](written)


@override("en")
def test_one_wrong_figure_is_always_noticed() -> None:
    for register, number in (("nip", "1234563218"), ("regon", "123456785")):
        for place in range(len(number)):
            for figure in set("0123456789") - {number[place]}:
                with pytest.raises(ValueError, match="This is not a"):
                    registers.JUDGES[register](number[:place] + figure + number[place + 1 :])


def test_an_editor_writes_them_and_everybody_reads_them(cast: Cast) -> None:
    sent = cast.client(cast.ola).post(
        f"{HOME}edit/", form_of(cast, **{**NUMBERS, "nip": "123-456-32-18"})
    )
    assert sent.status_code == 303
    page = page_of(cast.client(), HOME)
    assert "123-456-32-18" in page
    assert "0000123456" in page
    data = json.loads(
        re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)[0]
    )
    assert data["taxID"] == NUMBERS["nip"]
    assert {"@type": "PropertyValue", "propertyID": "KRS", "value": "0000123456"} in data[
        "identifier"
    ]
    shape = cast.client().get(f"/api/v1/organisations/{cast.house.slug}").json()
    assert {name: shape[name] for name in NUMBERS} == NUMBERS


def test_a_wrong_one_comes_back_with_its_reason_and_changes_nothing(cast: Cast) -> None:
    answer = cast.client(cast.ola).post(f"{HOME}edit/", form_of(cast, nip="1234563219", krs="7"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is not a NIP: check its ten figures." in page
    assert 'value="1234563219"' in page
    assert Organisation.objects.get(pk=cast.house.pk).krs == ""


def test_a_stranger_cannot_write_them(cast: Cast) -> None:
    for who in (cast.jan, cast.ewa):
        answer = cast.client(who).post(f"{HOME}edit/", form_of(cast, **NUMBERS))
        assert answer.status_code == 403
    assert Organisation.objects.get(pk=cast.house.pk).nip == ""


def test_a_twin_is_known_by_its_number_wherever_it_says_it_is(cast: Cast) -> None:
    update_organisation(by=cast.ola, organisation=cast.house, fields=NUMBERS)
    sent = {
        "name": "Dom Kultury Brzozówka",
        "kind": "dom_kultury",
        "lang": "pl",
        "precision": "locality",
    }
    client = cast.client(cast.jan)
    asked = client.post("/directory/add/", {**sent, "nip": NUMBERS["nip"], "locality": "Kraków"})
    assert asked.status_code == 422
    assert cast.house.name in asked.content.decode()
    # A branch has its house's number, but a name and a place of its own.
    branch = {**sent, "name": "Filia nr 3 w Lipowej", "nip": NUMBERS["nip"], "locality": "Lipowa"}
    assert client.post("/directory/add/", branch).status_code == 303


def test_export_and_import_take_them_along(cast: Cast, tmp_path: Path) -> None:
    update_organisation(by=cast.ola, organisation=cast.house, fields=NUMBERS)
    # What an import brings, it may also change: a record that nobody here looks after.
    Membership.objects.all().delete()
    file = tmp_path / "directory.csv"
    call_command("export_organisations", str(file))
    Organisation.objects.filter(pk=cast.house.pk).update(nip="", regon="", krs="", rik="")
    call_command("import_organisations", str(file), "--map", "rynek")
    house = Organisation.objects.get(pk=cast.house.pk)
    assert {name: getattr(house, name) for name in NUMBERS} == NUMBERS
