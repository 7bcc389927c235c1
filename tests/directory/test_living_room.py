"""The order of an organisation's page, and what its editors are told that it lacks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from directory.actions.update_organisation import update_organisation
from directory.models import AccessFact, Card, Contact, Organisation, Site
from directory.page.completeness import FRESH, Known, completeness
from forums.actions.start_topic import start_topic
from notes.actions.write_note import write_note
from tests.cast import Cast
from tests.directory.conftest import page_of

NOW = datetime(2026, 5, 1, tzinfo=UTC)
WHOLE = Known(
    slug="dom", summary=80, description=400, place=True, reachable=True, hours=True, access=7,
    practices=True, audiences=True, languages=True, contact=True, picture=True, card=True, confirmed_at=NOW,
)  # fmt: skip


def test_a_whole_page_lacks_nothing_and_an_empty_one_everything() -> None:
    assert completeness(WHOLE, now=NOW).percent == 100
    assert completeness(WHOLE, now=NOW).whole
    nothing = completeness(Known(slug="dom"), now=NOW)
    assert nothing.percent == 0
    assert len(nothing.missing) == 13
    assert nothing.missing[0].url == "/directory/dom/edit/#id_gmina"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"summary": 5}, "summary"), ({"access": 4}, "access"), ({"place": False}, "place"),
        ({"hours": False}, "hours"), ({"card": False}, "card"), ({"reachable": False}, "reachable"),
        ({"confirmed_at": NOW - FRESH - timedelta(days=1)}, "fresh"), ({"confirmed_at": None}, "fresh"),
    ],
)  # fmt: skip
def test_each_part_is_named_by_itself(change: dict[str, object], code: str) -> None:
    found = completeness(replace(WHOLE, **change), now=NOW)  # type: ignore[arg-type]
    assert [part.code for part in found.missing] == [code]
    assert 0 < found.percent < 100


def test_only_its_editors_are_told(cast: Cast) -> None:
    address = f"/directory/{cast.house.slug}/"
    shown = page_of(cast.client(cast.ola), address)
    assert "% filled in" in shown
    assert f"{address}edit/#choose-languages" in shown
    for outsider in (cast.jan, cast.ewa, cast.nowa, cast.marta, None):
        assert "filled in" not in page_of(cast.client(outsider), address)
    assert "percent" not in page_of(
        cast.client(cast.ola), f"/api/v1/organisations/{cast.house.slug}"
    )


def test_the_hint_follows_what_is_filled_in(cast: Cast) -> None:
    ola, address = cast.client(cast.ola), f"/directory/{cast.house.slug}/"
    assert "Say which languages you speak" in page_of(ola, address)
    update_organisation(
        by=cast.ola, organisation=cast.house, fields={"languages": ["pl"], "phone": "12 345 67 89"}
    )
    shown = page_of(ola, address)
    assert "Say which languages you speak" not in shown
    assert "Say how to reach you" not in shown
    assert "Name somebody whom one can ask" in shown
    assert "Look the page over once a year" not in shown


def test_a_page_with_everything_shows_no_hint(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(
        description="x" * 200, languages=["pl"], phone="1"
    )
    site = Site.objects.get(organisation=cast.house)
    Site.objects.filter(pk=site.pk).update(hours_note="Codziennie")
    for attribute in ("winda", "toaleta", "pjm", "etr", "podjazd"):
        AccessFact.objects.create(site=site, attribute=attribute, value="no")
    Contact.objects.create(organisation=cast.house, role="kierowniczka")
    shown = page_of(cast.client(cast.ola), f"/directory/{cast.house.slug}/")
    assert "Say how people with disabilities" not in shown
    assert "Say when you are open" not in shown
    assert "Show a picture" in shown


def test_the_parts_stand_in_their_order(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(html="<p>My.</p>")
    write_note(by=cast.ola, title="Noc czytania", body="Tak.", organisation=cast.house)
    start_topic(
        by=cast.ola, forum=cast.square, title="Szukamy kowala", body="x", organisation=cast.house
    )
    start_topic(by=cast.ola, forum=cast.square, title="Moje pytanie", body="x")
    Card.objects.create(organisation=cast.house, kind="need", title="Stoły", until="2999-01-01")
    shown = page_of(cast.client(), f"/directory/{cast.house.slug}/")
    parts = (
        'id="about"', 'id="cards"', 'id="access"', "Practice notes", "In the forums", 'id="people"', 'id="source"',
    )  # fmt: skip
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)
