"""The organisations of the demo region: their place, what they offer, who speaks for them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from directory.hours import osm
from directory.hours.judging import FIELDS
from directory.hours.stored import add_hours
from directory.hours.timetable import Exceptional, Hours, whole
from directory.models import AccessFact, Card, Contact, Membership, Organisation, Site, Standing
from directory.versions import directory_changed
from directory.vocabulary import identity
from directory.vocabulary.fields import TEXT_FIELDS
from portal.demo.boards import put_up, speaker
from portal.demo.partners import ensure_partners
from portal.demo.people import People
from portal.demo.reading import Clock, Row, rows
from taxonomy.models import Audience, Format, PracticeArea
from taxonomy.regions import units_by_code

FORMER = (("swietlica-w-lipowej", "ewa"),)
"""Who once belonged to a house and does so no more: she may see what everybody sees."""


def ensure_organisations(people: People, clock: Clock) -> list[int]:
    """The ids of those of organisations.toml that were not there; the others are left as they are."""
    wanted = rows("organisations")
    slugs = [row["slug"] for row in wanted]
    known = set(Organisation.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    fresh = [row for row in wanted if row["slug"] not in known]
    if not fresh:
        return []
    houses = Organisation.objects.bulk_create([_house(row, clock) for row in fresh])
    pairs = list(zip(houses, fresh, strict=True))
    _shelve(Organisation, "organisation_id", pairs)
    _settle(pairs, people, clock)
    _people_of(pairs, people, clock)
    _contacts(pairs)
    _standings(pairs, clock)
    _shelve(Card, "card_id", put_up(pairs, people, clock))
    ensure_partners({house.slug for house in houses}, people, clock)
    directory_changed()
    return [house.pk for house in houses]


def _house(row: Row, clock: Clock) -> Organisation:
    checked = min((fact["checked_days"] for fact in row["access"]), default=30)
    return Organisation(
        **{name: row[name] for name in _AS_THEY_ARE},
        **{name: row[name] for name in _PERHAPS if name in row},
        declared_on=clock.today - timedelta(days=row["declared_days"])
        if "declared_days" in row
        else None,
        is_example=row["example"],
        source="rynek-demo",
        created_at=clock.ago(days=390),
        updated_at=clock.ago(days=checked),
        confirmed_at=clock.ago(days=checked),
    )


_PERHAPS = (
    *identity.FIELDS, *TEXT_FIELDS, "preferred", "bip", "e_delivery", "declaration",
)  # fmt: skip
_AS_THEY_ARE = (
    "slug", "name", "kind", "summary", "description", "lang", "phone", "email", "website", "languages",
)  # fmt: skip


def _shelve(owner: Any, column: str, pairs: Sequence[tuple[Any, Row]]) -> None:
    """Practice areas, audiences and formats of organisations or cards, by their codes."""
    for model, name, word in (
        (PracticeArea, "practices", "practicearea_id"),
        (Audience, "audiences", "audience_id"),
        (Format, "formats", "format_id"),
    ):
        if not hasattr(owner, name):  # a card has no formats
            continue
        through = getattr(owner, name).through
        ids: dict[str, int] = dict(model.objects.values_list("code", "pk"))
        links: list[Any] = [
            through(**{column: thing.pk, word: ids[code]})
            for thing, row in pairs
            for code in row.get(name, ())
            if code in ids
        ]
        through._default_manager.bulk_create(links)


def _settle(pairs: list[tuple[Organisation, Row]], people: People, clock: Clock) -> None:
    gminas = units_by_code(row["gmina"] for _, row in pairs)
    sites = Site.objects.bulk_create(
        Site(
            organisation=house,
            street=row["street"],
            number=row["number"],
            postcode=row["postcode"],
            locality=row["locality"],
            gmina=gminas.get(row["gmina"]),
            lon=row["lon"],
            lat=row["lat"],
            precision=Site.Precision.LOCALITY,  # no such house stands there
            hours_note=row.get("hours_note", ""),
        )
        for house, row in pairs
    )
    add_hours((site, _hours(row, clock)) for site, (_, row) in zip(sites, pairs, strict=True))
    _settle_further(zip(sites, pairs, strict=True), people, clock)
    AccessFact.objects.bulk_create(
        AccessFact(
            site=site,
            attribute=fact["attribute"],
            value=fact["value"],
            measure=fact["measure"],
            note=fact["note"],
            checked_on=None
            if fact["value"] == AccessFact.Value.UNKNOWN
            else clock.today - timedelta(days=fact["checked_days"]),
            checked_by=speaker(row, people),
        )
        for site, (_, row) in zip(sites, pairs, strict=True)
        for fact in row["access"]
    )


def _standings(pairs: list[tuple[Organisation, Row]], clock: Clock) -> None:
    def day(days: int | None) -> date | None:
        return None if days is None else clock.today - timedelta(days=days)

    Standing.objects.bulk_create(
        Standing(
            organisation=house, kind=one["kind"], title=one["title"], giver=one.get("giver", ""),
            since=day(one.get("since_days")),
            until=day(-one["until_days"] if "until_days" in one else None),
        )
        for house, row in pairs
        for one in row.get("standings", ())
    )  # fmt: skip


def _hours(row: Row, clock: Clock) -> Hours:
    """The hours as the file has them, and days ahead on which it is closed."""
    tables = [
        table
        for name, kind in FIELDS.items()
        for table in osm.read(row.get(name, ""), kind).timetables
    ]
    closed = [clock.today + timedelta(days=days) for days in row.get("closed_days", ())]
    exceptions = [Exceptional(closed[0], closed[1], (), row["closed_note"])] if closed else []
    return whole(tables, exceptions, row.get("hours_note", ""))


def _settle_further(
    settled: Iterable[tuple[Site, tuple[Organisation, Row]]], people: People, clock: Clock
) -> None:
    """Branches, in the village of the first place."""
    for main, (house, row) in settled:
        for position, place in enumerate(row.get("places", ()), start=1):
            site = Site.objects.create(
                organisation=house, position=position, locality=main.locality, gmina=main.gmina,
                postcode=main.postcode, lon=main.lon, lat=main.lat, precision=main.precision,
                **{name: place[name] for name in ("name", "street", "number", "phone", "transport")},
            )  # fmt: skip
            add_hours([(site, _hours(place, clock))])
            AccessFact.objects.bulk_create(
                AccessFact(
                    site=site, attribute=attribute, value=value, checked_on=clock.today,
                    checked_by=speaker(row, people),
                )
                for attribute, value in place["access"].items()
            )  # fmt: skip


def _people_of(pairs: list[tuple[Organisation, Row]], people: People, clock: Clock) -> None:
    houses = {house.slug: house for house, _ in pairs}
    members = [
        Membership(organisation=house, person=people[handle], role=role, since=clock.ago(days=380))
        for house, row in pairs
        for handle, role in (member.split(":") for member in row["members"])
    ]
    members += [
        Membership(
            organisation=houses[slug],
            person=people[handle],
            role=Membership.Role.EDITOR,
            since=clock.ago(days=390),
            left_at=clock.ago(days=200),
        )
        for slug, handle in FORMER
        if slug in houses
    ]
    Membership.objects.bulk_create(members)


def _contacts(pairs: list[tuple[Organisation, Row]]) -> None:
    """Whom to ask; who sees what is as in the model where the file does not say it."""
    Contact.objects.bulk_create(
        Contact(organisation=house, position=position, **contact)
        for house, row in pairs
        for position, contact in enumerate(row.get("contacts", ()))
    )
