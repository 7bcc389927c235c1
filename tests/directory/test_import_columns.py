"""The columns of a register of culture, named by hand: names, law, addresses, days, forms and languages."""

import pytest
from django.test import Client

from directory.models import ImportJob, ImportLine, Organisation
from kernel.jobs import work_off
from taxonomy.models import Format
from tests.cast import Cast
from tests.directory.conftest import page_of
from tests.directory.test_import_web import (  # noqa: F401
    _own_folder,
    looked,
    marta,
    outcomes,
    send,
    yes,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_columns_of_a_register_are_mapped_by_hand(
    marta: Client,  # noqa: F811
    cast: Cast,
) -> None:
    Format.objects.get_or_create(
        code="warsztaty", defaults={"name_pl": "warsztaty", "name_en": "workshops"}
    )
    head = (
        "Nazwa;Gmina;Miejscowość;Skrót;Dawne nazwy;Forma prawna;Organizator;Rok założenia;Zasięg;BIP;E-Doręczenia;"
        "Deklaracja dostępności;Data deklaracji;Formy pracy;Języki\r\n"
    )  # fmt: skip
    text = (
        f"{head}Gminny Ośrodek;Skawina;Wola;GOK;Dom Ludowy;samorządowa instytucja kultury;Gmina Skawina;1957;gmina;"
        "bip.example.org;AE:PL-12345-67890-ABCDE-12;https://example.org/deklaracja;31.05.2025;warsztaty;pl, en\r\n"
        "Drugi Ośrodek;Skawina;Wola Druga;;;spółka z piekła;;;;;;;;;\r\n"
        "Trzeci Ośrodek;Skawina;Wola Trzecia;;;;;dawno;;;;;;;\r\n"
    ).encode()  # fmt: skip
    address = send(marta, text).headers["Location"]
    page = page_of(marta, address)
    for column in (
        "Skrót",
        "Forma prawna",
        "Rok założenia",
        "Data deklaracji",
        "E-Doręczenia",
        "Języki",
    ):
        assert f'<option value="{column}" selected>' in page, f"{column} is guessed"
    plan = {
        "map": "hand", "kind": "dom_kultury", "source": "Rejestr, 2026", "column_name": "Nazwa", "column_gmina": "Gmina",
        "column_locality": "Miejscowość", "column_short_name": "Skrót", "column_former_names": "Dawne nazwy",
        "column_legal_form": "Forma prawna", "column_organiser": "Organizator", "column_founded": "Rok założenia",
        "column_reach": "Zasięg", "column_bip": "BIP", "column_e_delivery": "E-Doręczenia",
        "column_declaration": "Deklaracja dostępności", "column_declared_on": "Data deklaracji",
        "column_formats": "Formy pracy", "column_languages": "Języki",
    }  # fmt: skip
    marta.post(f"{address}columns/", plan)
    work_off()
    job = ImportJob.objects.get()
    reasons = dict(ImportLine.objects.filter(job=job).values_list("line", "reason"))
    assert outcomes(job) == {2: "new", 3: "wrong", 4: "wrong"}, reasons
    assert "spółka z piekła" in reasons[3]
    yes(marta, job)
    work_off()
    one = Organisation.objects.get(name="Gminny Ośrodek")
    assert (one.short_name, one.former_names, one.organiser, one.founded, one.reach) == (
        "GOK", "Dom Ludowy", "Gmina Skawina", 1957, "gmina",
    )  # fmt: skip
    assert (one.legal_form, one.e_delivery) == ("samorzadowa", "AE:PL-12345-67890-ABCDE-12")
    assert (one.bip, one.declaration) == (
        "https://bip.example.org",
        "https://example.org/deklaracja",
    )
    assert str(one.declared_on) == "2025-05-31"
    assert list(one.formats.values_list("code", flat=True)) == ["warsztaty"]
    assert set(one.languages) == {"pl", "en"}
    again = looked(marta, text, **plan)
    assert outcomes(again)[2] == "same"
