"""Bench organisations, each with a place in the region, what it offers a visitor, and its room."""

from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.models import AccessFact, OpeningPeriod, Organisation, Site
from directory.versions import directory_changed
from directory.vocabulary.accessibility import ATTRIBUTES
from kernel.markdown import excerpt, plain
from portal.bulk.plan import Progress, Tell
from portal.bulk.rows import Rows, reserve
from portal.bulk.texts import Writer
from portal.bulk.vocabulary import HOUSES
from realtime.chat.actions.open_room import make_rooms
from search import index
from taxonomy.models import Audience, Format, PracticeArea, Region
from taxonomy.slugs import slug

BATCH = 500
_VALUES = ("yes", "yes", "partly", "no", "unknown")


class Places:
    """The gminas of the region, and the words of the directory, read once."""

    def __init__(self) -> None:
        gminas = Region.objects.filter(level=Region.Level.GMINA).order_by("code")
        self.gminas = list(gminas.defer("outline", "mesh"))
        self.practices = list(PracticeArea.objects.values_list("pk", flat=True))
        self.audiences = list(Audience.objects.values_list("pk", flat=True))
        self.formats = list(Format.objects.values_list("pk", flat=True))


def add_organisations(count: int, writer: Writer, tell: Tell) -> None:
    places = Places()
    progress = Progress("organisations", count, tell)
    while progress.done < count:
        size = min(BATCH, count - progress.done)
        with transaction.atomic():
            _write(size, places, writer)
        progress.add(size)


def _write(size: int, places: Places, writer: Writer) -> None:
    random = writer.random
    ids = list(reserve(Organisation, size))
    towns = [random.choice(places.gminas) if places.gminas else None for _ in ids]
    rows = [_house(pk, town, writer) for pk, town in zip(ids, towns, strict=True)]
    houses = Organisation.objects.bulk_create(rows)
    _places(ids, towns, random)
    through: Any = Organisation.practices.through
    Rows(through, "organisation_id", "practicearea_id").write(
        (pk, practice) for pk in ids for practice in _some(random, places.practices, 3)
    )
    through = Organisation.audiences.through
    Rows(through, "organisation_id", "audience_id").write(
        (pk, audience) for pk in ids for audience in _some(random, places.audiences, 3)
    )
    through = Organisation.formats.through
    Rows(through, "organisation_id", "format_id").write(
        (pk, form) for pk in ids for form in _some(random, places.formats, 3)
    )
    make_rooms(houses)
    index.enqueue("organisation", ids)
    directory_changed()


def _house(pk: int, town: Region | None, writer: Writer) -> Organisation:
    kind, word = writer.random.choice(HOUSES)
    name = f"{word} {town.name if town else 'Rynek'} {pk}"
    about = writer.post("pl")
    now = timezone.now()
    return Organisation(
        pk=pk,
        slug=f"{kind.replace('_', '-')}-{_folded(town)}-{pk}"[:120],
        name=name,
        kind=kind,
        summary=excerpt(plain(about.html), limit=200),
        description=about.body,
        is_example=True,
        source="rynek-bench",
        created_at=now,
        updated_at=now,
    )


def _folded(town: Region | None) -> str:
    return slug(town.name) if town else "rynek"


def _places(ids: list[int], towns: list[Region | None], random: Random) -> None:
    sites = list(reserve(Site, len(ids)))
    Rows(
        Site, "id", "organisation_id", "gmina_id", "locality", "lon", "lat", position=0,
        precision=Site.Precision.LOCALITY,
    ).write(
        (site, pk, town.pk if town else None, town.name if town else "", *_point(town, random))
        for site, pk, town in zip(sites, ids, towns, strict=True)
    )  # fmt: skip
    Rows(AccessFact, "site_id", "attribute", "value", checked_on=timezone.localdate()).write(
        (site, attribute, random.choice(_VALUES))
        for site in sites
        for attribute in _some(random, list(ATTRIBUTES), 6)
    )
    Rows(
        OpeningPeriod, "site_id", "weekday", "opens", "closes", kind=OpeningPeriod.Kind.OPEN
    ).write(
        (site, weekday, opens * 60, (opens + random.randint(3, 11)) * 60)
        for site in sites
        if random.random() < 0.7
        for opens in (random.randint(7, 15),)
        for weekday in range(random.randint(3, 7))
    )


def _point(town: Region | None, random: Random) -> tuple[float | None, float | None]:
    if town is None or town.lon is None or town.lat is None:
        return None, None
    return town.lon + random.uniform(-0.02, 0.02), town.lat + random.uniform(-0.02, 0.02)


def _some(random: Random, things: list[Any], most: int) -> list[Any]:
    return random.sample(things, min(len(things), random.randint(1, most)))
