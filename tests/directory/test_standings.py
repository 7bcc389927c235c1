"""Certificates, awards, grants and standards, and the branches of an organisation."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from directory.actions.partner import confirm_partnership, propose_partnership
from directory.actions.standings import add_standing
from directory.models import Change, Membership, Partnership, Standing
from directory.vocabulary import standings
from tests.cast import Cast, person
from tests.directory.conftest import House, page_of

HOME = "/directory/dom-kultury-w-brzozowce/"
STANDING = f"{HOME}standing/"
OBJECT = "/api/v1/organisations/dom-kultury-w-brzozowce"
SENT = {
    "kind": "certificate", "title": "Małopolska Kultura Wrażliwa", "giver": "Instytut",
    "since": "2026-01-15", "until": "2100-12-31", "url": "example.org/mkw",
}  # fmt: skip


def test_an_editor_writes_one_and_everybody_reads_it(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    assert ola.post(STANDING, {**SENT, "key": "k"}).status_code == 303
    assert ola.post(STANDING, {**SENT, "key": "k"}).status_code == 303
    one = Standing.objects.get()
    assert (one.since, one.until, one.url) == (
        date(2026, 1, 15), date(2100, 12, 31), "https://example.org/mkw",
    )  # fmt: skip
    assert ola.post(STANDING, {**SENT, "key": "other"}).status_code == 422, "it is here already"
    page = page_of(visitor, HOME)
    for words in ("Małopolska Kultura Wrażliwa", "valid to 31 December 2100", "certificate"):
        assert words in page, words
    machines = json.loads(page.split('ld+json">')[1].split("</script>")[0])
    assert machines["hasCertification"][0]["expires"] == "2100-12-31"
    shape = json.loads(page_of(visitor, OBJECT))
    assert shape["standings"][0] == {
        **SENT, "url": "https://example.org/mkw", "now": True,
    }  # fmt: skip


def test_the_day_after_its_last_it_is_a_thing_of_the_past(cast: Cast, visitor: Client) -> None:
    today = timezone.localdate()
    for title, until in (("Dziś", today), ("Wczoraj", today - timedelta(days=1))):
        fields = {"kind": "certificate", "title": title, "until": until}
        add_standing(by=cast.ola, organisation=cast.house, fields=fields)
    page = page_of(visitor, HOME).split('id="standing">')[1].split("</section>")[0]
    now, past = page.split("<details")
    assert "Dziś" in now and "Wczoraj" not in now and "Wczoraj" in past
    certificates = page_of(visitor, HOME).split('ld+json">')[1].split("</script>")[0]
    assert "Dziś" in certificates and "Wczoraj" not in certificates
    shape = json.loads(page_of(visitor, OBJECT))
    assert {one["title"]: one["now"] for one in shape["standings"]} == {
        "Dziś": True,
        "Wczoraj": False,
    }


@pytest.mark.parametrize(
    ("field", "typed"),
    [("title", ""), ("title", "x" * 161), ("kind", "order"), ("since", "wczoraj"), ("since", "2999-01-01"),
     ("until", "2025-12-31"), ("until", "31.13.2026"), ("url", "javascript:alert(1)")],
)  # fmt: skip
def test_what_is_wrong_stays_as_it_was_typed(cast: Cast, field: str, typed: str) -> None:
    answer = cast.client(cast.ola).post(STANDING, {**SENT, field: typed})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert all(str(form[name].value()) == {**SENT, field: typed}[name] for name in SENT)
    assert not Standing.objects.exists()


def test_it_is_changed_removed_and_brought_back(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    one = add_standing(by=cast.ola, organisation=cast.house, fields=SENT)
    address = f"{STANDING}{one.pk}/"
    assert "Małopolska" in page_of(ola, address)
    assert ola.post(address, {**SENT, "giver": "MIK", "kind": "award"}).status_code == 303
    assert ola.post(f"{address}remove/").status_code == 303
    assert ola.post(f"{address}remove/").status_code == 404
    assert not Standing.objects.exists()
    gone = Change.objects.latest("pk")
    assert "Małopolska Kultura Wrażliwa (award, MIK" in page_of(visitor, f"{HOME}history/")
    assert ola.post(f"{HOME}history/{gone.pk}/undo/", {"names": ["standings"]}).status_code == 303
    back = Standing.objects.get()
    assert (back.kind, back.giver, back.until) == ("award", "MIK", date(2100, 12, 31))


def test_outsiders_write_none(cast: Cast, visitor: Client, house: House) -> None:
    one = add_standing(by=cast.ola, organisation=cast.house, fields=SENT)
    addresses = (STANDING, f"{STANDING}{one.pk}/", f"{STANDING}{one.pk}/remove/")
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        for address in addresses:
            assert cast.client(outsider).post(address, SENT).status_code == 403
    assert all(visitor.post(address, SENT).status_code == 302 for address in addresses)
    other = house("Inny")
    Membership.objects.create(organisation=other, person=cast.jan, role="editor")
    foreign = f"/directory/{other.slug}/standing/{one.pk}/remove/"
    assert cast.client(cast.jan).post(foreign).status_code == 404
    assert Standing.objects.count() == 1


def test_export_and_import_take_them_along(cast: Cast, tmp_path: Path) -> None:
    add_standing(by=cast.ola, organisation=cast.house, fields={**SENT, "title": "A; b | c"})
    add_standing(by=cast.ola, organisation=cast.house, fields={"kind": "grant", "title": "Dotacja"})
    Membership.objects.all().delete()
    file = tmp_path / "directory.csv"
    call_command("export_organisations", str(file))
    Standing.objects.all().delete()
    for _again in range(2):
        call_command("import_organisations", str(file), "--map", "rynek")
    found = Standing.objects.order_by("kind").values_list("kind", "title", "giver", "until", "url")
    assert list(found) == [
        ("certificate", "A, b / c", "Instytut", date(2100, 12, 31), "https://example.org/mkw"),
        ("grant", "Dotacja", "", None, ""),
    ]
    for wrong in ("certificate", "award 2024-13-01/ X", "award / a | b | c | d"):
        with pytest.raises(ValueError, match=r"award|certificate"):
            standings.read(wrong)


# ── branches ────────────────────────────────────────────────────────────────────────────────────


def test_a_branch_shows_on_both_pages_once_both_have_said_so(
    cast: Cast, visitor: Client, house: House
) -> None:
    whole = house("Centrum Kultury w Skawinie")
    zofia = person("zofia", "Zofia Żak")
    Membership.objects.create(organisation=whole, person=zofia, role="editor")
    ola = cast.client(cast.ola)
    sent = {"q": "Centrum", "partner": whole.slug, "relation": "we", "about": "", "key": "k"}
    assert ola.post(f"{HOME}partners/", {**sent, "relation": "they are gods"}).status_code == 422
    assert ola.post(f"{HOME}partners/", sent).status_code == 303
    asked = Partnership.objects.get()
    assert asked.whole == whole
    assert (
        whole.name not in page_of(visitor, HOME).split('id="works-with"')[0].split("<h1")[1][:600]
    )
    page = page_of(cast.client(zofia), f"{whole.get_absolute_url()}partners/")
    assert "It is a part of you" in page and "Yes, that is so" in page
    confirm_partnership(by=zofia, organisation=whole, partnership_id=asked.pk)
    mine, theirs = page_of(visitor, HOME), page_of(visitor, whole.get_absolute_url())
    assert f'Part of: <a href="{whole.get_absolute_url()}">' in mine
    assert "Parts of it" in theirs and HOME in theirs.split("Parts of it")[1].split("</section>")[0]
    machines = json.loads(mine.split('ld+json">')[1].split("</script>")[0])
    assert machines["parentOrganization"][0]["name"] == whole.name
    shape = json.loads(page_of(visitor, OBJECT))
    assert [(one["slug"], one["relation"]) for one in shape["partners"]] == [(whole.slug, "whole")]
    answer: Any = visitor.get("/api/v1/organisations.csv")
    csv = b"".join(answer.streaming_content).decode()
    assert "part_of" in csv and f",{whole.slug}," in csv


def test_two_who_say_it_otherwise_must_answer_each_other(cast: Cast, house: House) -> None:
    other = house("Centrum")
    zofia = person("zofia", "Zofia Żak")
    Membership.objects.create(organisation=other, person=zofia, role="editor")
    propose_partnership(by=cast.ola, organisation=cast.house, other=other, relation="we")
    page = f"{other.get_absolute_url()}partners/"
    client, sent = cast.client(zofia), {"q": "Dom", "partner": cast.house.slug, "about": ""}
    assert client.post(page, {**sent, "relation": "partners", "key": "a"}).status_code == 422
    assert client.post(page, {**sent, "relation": "they", "key": "b"}).status_code == 303
    assert Partnership.objects.get().confirmed_at is not None
