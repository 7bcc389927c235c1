"""Places and opening hours, through the pages of an organisation's editors and of its visitors."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from directory.models import (
    AccessFact,
    Change,
    OpeningException,
    OpeningPeriod,
    Organisation,
    Site,
)
from directory.record.values import write_values
from tests.cast import Cast
from tests.directory.conftest import House, page_of

HOME = "/directory/dom-kultury-w-brzozowce/"
PLACES = f"{HOME}places/"


def version(cast: Cast) -> str:
    return str(Organisation.objects.get(pk=cast.house.pk).version)


def site_of(cast: Cast) -> Site:
    return Site.objects.get(organisation=cast.house, position=0)


def sent(cast: Cast, **fields: str) -> dict[str, str]:
    return {"version": version(cast), "weeks": "2", "exceptions": "3", **fields}


WEEK = {f"w0_d{day}": "9-17" for day in range(5)} | {"w0_d5": "10:00–13:00, 15:00–18:00"}


def test_a_librarian_types_the_hours_and_everybody_reads_them(cast: Cast, visitor: Client) -> None:
    ola, hours = cast.client(cast.ola), f"{PLACES}{site_of(cast).pk}/hours/"
    assert "Opening hours" not in page_of(visitor, HOME)
    page = page_of(ola, hours)
    assert 'name="w0_d0"' in page
    closed = timezone.localdate() + timedelta(days=3)
    response = ola.post(hours, sent(cast, **WEEK, w0_d6="nieczynne", hours_note="Dzwonek obok.",
        e0_first=closed.isoformat(), e0_note="Remanent"))  # fmt: skip
    assert response.status_code == 303, response.content.decode()
    assert OpeningPeriod.objects.filter(site=site_of(cast)).count() == 7
    page = page_of(visitor, HOME)
    assert "<dt>Monday–Friday</dt><dd>9–17</dd>" in page
    assert "<dt>Saturday</dt><dd>10–13, 15–18</dd>" in page
    assert "<dt>Sunday</dt><dd>closed</dd>" in page
    assert "Dzwonek obok." in page
    assert "Remanent" in page
    assert "Today:" in page
    again = page_of(ola, hours)
    assert 'value="10–13, 15–18"' in again
    assert 'value="Remanent"' in again
    before = version(cast)
    assert ola.post(hours, sent(cast, **WEEK, hours_note="Dzwonek obok.", e0_first=closed.isoformat(),
        e0_times="closed", e0_note="Remanent")).status_code == 303  # fmt: skip
    assert version(cast) == before, "nothing has changed"


def test_seasons_nights_offices_and_quiet_hours(cast: Cast, visitor: Client) -> None:
    ola, hours = cast.client(cast.ola), f"{PLACES}{site_of(cast).pk}/hours/"
    fields = {
        **WEEK, "weeks": "4", "w0_d4": "20-2",
        "w1_kind": "open", "w1_from": "1 listopada", "w1_to": "31.03", "w1_d1": "10-14",
        "w2_kind": "office", "w2_d0": "8-16", "w3_kind": "quiet", "w3_d2": "9-10",
    }  # fmt: skip
    assert ola.post(hours, {**sent(cast), **fields}).status_code == 303
    page = page_of(visitor, HOME)
    assert "1 November – 31 March each year" in page
    assert "the rest of the year" in page
    assert page.count('<span class="chip chip-green">in force now</span>') == 1, (
        "not that it is open"
    )
    assert "<dt>Friday</dt><dd>20–2</dd>" in page
    assert "Quiet hours" in page
    assert OpeningPeriod.objects.get(weekday=1, season_from=1101).season_to == 331
    form = page_of(ola, hours)
    assert 'value="1.11"' in form
    assert '<option value="office" selected>' in form
    dropped = {**fields, "w1_drop": "on", "w1_d1": "nonsense"}
    assert ola.post(hours, {**sent(cast), **dropped}).status_code == 303
    assert not OpeningPeriod.objects.exclude(season_from=None).exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"w0_d0": "dziewiąta"}, "is not clear to us"),
        ({"w0_d0": "9-25"}, "There is no such time as 25:00."),
        ({"w0_d0": "9-13, 12-15"}, "overlap"),
        ({"w0_d0": "17-9"}, "closes before it opens"),
        ({"w0_d0": "9" * 81}, "too long"),
        ({"w0_d0": "20-4", "w0_d1": "3-8"}, "run into those of the next morning"),
        ({"w1_d0": "9-17", "w1_from": "1.05"}, "Give both days of the season."),
        ({"w1_d0": "9-17", "w1_from": "31.04", "w1_to": "1.06"}, "is no day of the year"),
        ({"w1_from": "1.05", "w1_to": "1.06"}, "Write hours on one day at least."),
        ({"w0_d0": "9-17", "w1_d0": "9-17"}, "Give the season in which these hours hold."),
        ({"w1_kind": "party", "w1_d0": "9-17"}, "not one of the available choices"),
        ({"e0_times": "10-12"}, "Say on which day"),
        ({"e0_first": "2026-02-30"}, "Enter a valid date"),
        ({"e0_first": "2001-01-01"}, "This day is over."),
        ({"e0_first": "2091-01-05", "e0_last": "2091-01-02"}, "The last day is before the first."),
        ({"e0_first": "2091-01-01", "e0_last": "2093-01-02"}, "An exception lasts a year at most."),
        (
            {"e0_first": "2091-01-01", "e0_last": "2091-01-09", "e1_first": "2091-01-05"},
            "Two exceptions speak of 2091-01-05.",
        ),
        ({"hours_note": "x" * 301}, "300 fit"),
        ({"version": ""}, "This form is incomplete."),
    ],
)
def test_wrong_hours_are_said_beside_the_field_and_change_nothing(
    cast: Cast, fields: dict[str, str], words: str
) -> None:
    hours = f"{PLACES}{site_of(cast).pk}/hours/"
    response = cast.client(cast.ola).post(hours, {**sent(cast, w0_d3="8-11"), **fields})
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert 'value="8-11"' in page, "what was typed is kept"
    assert not OpeningPeriod.objects.exists()
    assert not OpeningException.objects.exists()


def test_two_editors_do_not_lose_each_others_hours(cast: Cast) -> None:
    ola, hours = cast.client(cast.ola), f"{PLACES}{site_of(cast).pk}/hours/"
    mine = sent(cast, w0_d0="7-11")
    assert cast.client(cast.marta).post(hours, sent(cast, w0_d0="9-17")).status_code == 303
    response = ola.post(hours, mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Somebody has changed this page" in page
    assert "Monday 7–11" in page
    assert "Monday 9–17" in page
    assert OpeningPeriod.objects.get().opens == 9 * 60
    seen = re.search(r'name="version" value="(\d+)"', page)
    assert seen
    assert ola.post(hours, {**mine, "version": seen[1]}).status_code == 303
    assert OpeningPeriod.objects.get().opens == 7 * 60


def test_a_second_place_with_its_own_facts(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    fields = {
        "site_name": "Filia nr 2", "street": "Boczna", "number": "3", "locality": "Lipowa",
        "gmina": str(cast.gmina.pk), "precision": "locality", "site_phone": "000 111",
        "transport": "Autobus 7, przystanek Lipowa", "key": "k1", "access-winda_value": "yes",
    }  # fmt: skip
    for _again in range(2):
        response = ola.post(f"{PLACES}new/", fields)
        assert response.status_code == 303, response.content.decode()
    place = Site.objects.get(name="Filia nr 2")
    assert response["Location"] == f"{PLACES}{place.pk}/hours/"
    assert place.position == 1
    assert AccessFact.objects.get(site=place).checked_by == cast.ola
    page = page_of(visitor, HOME)
    for words in ("Further places", "Filia nr 2", "Boczna 3", "000 111", "Autobus 7"):
        assert words in page
    changed = {**fields, "street": "Główna", "version": version(cast), "access-winda_value": "no"}
    assert ola.post(f"{PLACES}{place.pk}/", changed).status_code == 303
    assert "Główna 3" in page_of(visitor, HOME)
    assert AccessFact.objects.get(site=place).value == "no"
    stale = ola.post(f"{PLACES}{place.pk}/", {**changed, "street": "Inna"})
    assert stale.status_code == 409
    assert "Główna" in stale.content.decode()
    assert (
        ola.post(f"{PLACES}{place.pk}/", {"version": version(cast), "precision": "x"}).status_code
        == 422
    )


def test_the_order_of_places_and_their_end(cast: Cast, visitor: Client) -> None:
    ola, main = cast.client(cast.ola), site_of(cast)
    second = Site.objects.create(organisation=cast.house, position=1, name="Druga")
    third = Site.objects.create(organisation=cast.house, position=2, name="Trzecia")

    def order() -> list[int]:
        return list(Site.objects.filter(organisation=cast.house).values_list("pk", flat=True))

    ola.post(f"{PLACES}{third.pk}/up/", {"version": version(cast)})
    assert order() == [main.pk, third.pk, second.pk]
    ola.post(f"{PLACES}{second.pk}/main/", {"version": version(cast)})
    assert order() == [second.pk, main.pk, third.pk]
    old = version(cast)
    ola.post(f"{PLACES}{third.pk}/up/", {"version": version(cast)})
    ola.post(f"{PLACES}{main.pk}/remove/", {"version": old})
    assert "Somebody has changed this page" in page_of(ola, PLACES)
    assert len(order()) == 3
    assert "cannot be undone" in page_of(ola, f"{PLACES}{second.pk}/remove/")
    ola.post(f"{PLACES}{second.pk}/remove/", {"version": version(cast)})
    assert order() == [third.pk, main.pk]
    assert Site.objects.get(pk=third.pk).position == 0
    ola.post(f"{PLACES}{third.pk}/remove/", {"version": version(cast)})
    ola.post(f"{PLACES}{main.pk}/remove/", {"version": version(cast)})
    assert "The only place cannot be removed." in page_of(ola, PLACES)
    assert order() == [main.pk]
    assert ola.post(f"{PLACES}{main.pk}/up/", {}).status_code == 422


def test_who_may_not_change_places_and_hours(cast: Cast, visitor: Client, house: House) -> None:
    main = site_of(cast)
    paths = ("", "new/", f"{main.pk}/", f"{main.pk}/hours/", f"{main.pk}/remove/")
    for path in paths:
        for outsider in (cast.jan, cast.ewa, cast.nowa):
            assert cast.client(outsider).get(PLACES + path).status_code == 403
            if path:
                client = cast.client(outsider)
                assert client.post(PLACES + path, sent(cast, **WEEK)).status_code == 403
        assert visitor.get(PLACES + path)["Location"].startswith("/accounts/login/")
    for path in ("up/", "main/"):
        assert cast.client(cast.jan).post(f"{PLACES}{main.pk}/{path}").status_code == 403
        assert cast.client(cast.ola).get(f"{PLACES}{main.pk}/{path}").status_code == 405
    foreign = Site.objects.get(organisation=house("Inny dom"))
    for path in (f"{foreign.pk}/", f"{foreign.pk}/hours/", f"{foreign.pk}/remove/", f"{10**30}/"):
        assert cast.client(cast.ola).get(PLACES + path).status_code == 404
        assert cast.client(cast.ola).post(PLACES + path, sent(cast, **WEEK)).status_code == 404
    assert not OpeningPeriod.objects.exists()
    assert Site.objects.filter(organisation=cast.house).count() == 1


def test_a_place_that_is_not_shown_tells_no_way_to_it(cast: Cast, visitor: Client) -> None:
    secret = Site.objects.create(
        organisation=cast.house, position=1, precision="hidden", street="Tajna", locality="Sekretowo",
        postcode="00-111", transport="Autobus 13", lon=19.123, lat=49.456, name="Pracownia",
    )  # fmt: skip
    OpeningPeriod.objects.create(site=secret, weekday=0, opens=540, closes=600)
    page = page_of(visitor, HOME)
    assert "Pracownia" in page
    api = visitor.get("/api/v1/organisations/dom-kultury-w-brzozowce").content.decode()
    csv = b"".join(visitor.get("/api/v1/organisations.csv")).decode()  # type: ignore[arg-type]
    geo = b"".join(visitor.get("/api/v1/organisations.geojson")).decode()  # type: ignore[arg-type]
    for text in (page, api, csv, geo):
        for word in ("Tajna", "Sekretowo", "00-111", "Autobus 13", "19.123", "49.456"):
            assert word not in text


def test_an_unknown_place_says_whom_to_ask(cast: Cast, visitor: Client) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(
        phone="000 222", email="biuro@example.org", shown_to={"phone": "editors"}, version=7
    )
    page = page_of(visitor, HOME)
    part = page[page.index('id="access"') :]
    part = part[: part.index("</section>")]
    assert "mailto:biuro@example.org" in part
    assert "000 222" not in part, "who may see it says the organisation"
    assert "/chat/dom-kultury-w-brzozowce/" in part
    AccessFact.objects.create(site=site_of(cast), attribute="winda", value="no")
    Organisation.objects.filter(pk=cast.house.pk).update(version=8)
    page = page_of(visitor, HOME)
    assert "Ask in their chat room" not in page


def test_machines_read_the_hours(cast: Cast, visitor: Client) -> None:
    site = site_of(cast)
    for weekday in range(5):
        OpeningPeriod.objects.create(site=site, weekday=weekday, opens=540, closes=1020)
    OpeningPeriod.objects.create(site=site, weekday=4, opens=1200, closes=1560)
    OpeningPeriod.objects.create(
        site=site, weekday=0, opens=600, closes=840, season_from=701, season_to=831
    )
    day = timezone.localdate() + timedelta(days=5)
    OpeningException.objects.create(site=site, first=day, last=day, note="Święto")
    found = re.search(r'ld\+json">(.*?)</script>', page_of(visitor, HOME), re.S)
    assert found
    place = json.loads(found[1])["location"]
    specs = place["openingHoursSpecification"]
    assert all("validFrom" in spec for spec in specs), (
        "a reader knows no season that stands instead"
    )
    summer = [spec for spec in specs if spec["opens"] == "10:00"]
    assert summer[0]["dayOfWeek"] == ["https://schema.org/Monday"]
    assert summer[0]["validThrough"].endswith("-08-31")
    assert any(spec["closes"] == "02:00" for spec in specs)
    special = place["specialOpeningHoursSpecification"]
    assert special == [
        {"@type": "OpeningHoursSpecification", "name": "Święto", "opens": "00:00", "closes": "00:00",
         "validFrom": day.isoformat(), "validThrough": day.isoformat()}
    ]  # fmt: skip
    api = visitor.get("/api/v1/organisations/dom-kultury-w-brzozowce").json()["sites"][0]
    assert {
        "kind": "open",
        "day": "mo",
        "opens": "09:00",
        "closes": "17:00",
        "from": None,
        "to": None,
    } in api["hours"]
    assert {
        "kind": "open",
        "day": "mo",
        "opens": "10:00",
        "closes": "14:00",
        "from": "07-01",
        "to": "08-31",
    } in api["hours"]
    assert api["exceptions"] == [
        {"first": day.isoformat(), "last": day.isoformat(), "times": [], "note": "Święto"}
    ]
    assert api["opening_hours"].startswith(
        "Mo-Th 09:00-17:00; Fr 09:00-17:00,20:00-02:00; Jul 01-Aug 31 off"
    )


def test_a_kept_page_says_nothing_that_ends_before_the_day(cast: Cast, visitor: Client) -> None:
    OpeningPeriod.objects.bulk_create(
        OpeningPeriod(site=site_of(cast), weekday=day, opens=0, closes=1440) for day in range(7)
    )
    page = page_of(visitor, HOME)
    assert "round the clock" in page
    found = re.search(r'data-hours="([^"]+)"', page)
    assert found
    begins, ends = found[1].split(" ")[0].split("/")
    assert date.fromisoformat(begins[:10]) < timezone.localdate() < date.fromisoformat(ends[:10])
    assert re.search(r"<span data-hours[^>]* hidden></span>", page), (
        "without a script nothing is claimed"
    )


def test_the_history_keeps_hours_and_places(cast: Cast, visitor: Client) -> None:
    ola, hours = cast.client(cast.ola), f"{PLACES}{site_of(cast).pk}/hours/"
    assert ola.post(hours, sent(cast, w0_d0="9-17")).status_code == 303
    change = Change.objects.latest("pk")
    assert (change.by, change.after) == (cast.ola, {"hours": "Mo 09:00-17:00"})
    assert "Monday 9–17" in page_of(visitor, f"{HOME}history/")
    assert ola.post(hours, sent(cast, w0_d0="9-12", w0_d1="9-12")).status_code == 303
    second = Change.objects.latest("pk")
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=cast.house.pk)
        write_values(cast.ola, locked, second.before)
    assert [period.closes for period in OpeningPeriod.objects.all()] == [17 * 60]
    further = Site.objects.create(organisation=cast.house, position=1, name="Filia", phone="000 9")
    assert ola.post(f"{PLACES}{further.pk}/hours/", sent(cast, w0_d6="10-12")).status_code == 303
    ola.post(f"{PLACES}{further.pk}/remove/", {"version": version(cast)})
    gone = Change.objects.latest("pk")
    assert gone.before[f"hours.{further.pk}"] == "Su 10:00-12:00"
    write_values(cast.ola, cast.house, gone.before)
    back = Site.objects.get(pk=further.pk)
    assert (back.name, back.phone, back.periods.get().weekday) == ("Filia", "000 9", 6)


def test_where_a_page_is_reviewed_its_address_waits(cast: Cast, visitor: Client) -> None:
    main = site_of(cast)
    other = Site.objects.create(
        organisation=cast.house, position=1, name="Filia", locality="Lipowa"
    )
    Organisation.objects.filter(pk=cast.house.pk).update(moderated=True)
    ola = cast.client(cast.ola)
    fields = {
        "locality": "Nowa Wieś",
        "site_phone": "000 5",
        "precision": "locality",
        "gmina": str(cast.gmina.pk),
    }
    assert ola.post(f"{PLACES}{main.pk}/", {**fields, "version": version(cast)}).status_code == 303
    main.refresh_from_db()
    assert (main.locality, main.phone) == ("Brzozówka", "000 5")
    assert "waits for a moderator" in page_of(ola, PLACES)
    for path in (f"{other.pk}/main/", f"{other.pk}/up/", f"{main.pk}/remove/"):
        ola.post(PLACES + path, {"version": version(cast)})
        assert site_of(cast) == main
    assert "ask a moderator" in page_of(ola, PLACES)
    assert ola.post(f"{PLACES}{main.pk}/hours/", sent(cast, w0_d0="9-17")).status_code == 303
    assert OpeningPeriod.objects.exists(), "hours do not wait"
    marta = cast.client(cast.marta)
    marta.post(f"{PLACES}{other.pk}/main/", {"version": version(cast)})
    assert site_of(cast) == other
