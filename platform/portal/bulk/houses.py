"""Bench organisations: what they are and do, their places, what they seek and have, and their room."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.models import Card, Network, NetworkPlace, Organisation
from directory.start import ensure_networks
from directory.versions import directory_changed
from directory.vocabulary.identity import this_year
from kernel.markdown import excerpt, plain
from portal.bulk.board import add_cards
from portal.bulk.choosing import some
from portal.bulk.places import add_places
from portal.bulk.plan import Progress, Tell
from portal.bulk.rows import Rows, reserve
from portal.bulk.texts import Writer
from portal.bulk.vocabulary import HOUSES
from realtime.chat.actions.open_room import make_rooms
from search import index
from taxonomy.models import Audience, Format, PracticeArea, Region
from taxonomy.slugs import slug

BATCH = 500
SPAN = timedelta(days=700)


class Known:
    """The gminas of the region, and the words of the directory, read once."""

    def __init__(self) -> None:
        gminas = Region.objects.filter(level=Region.Level.GMINA).order_by("code")
        self.gminas = list(gminas.defer("outline", "mesh"))
        self.practices = list(PracticeArea.objects.order_by("pk").values_list("pk", flat=True))
        self.audiences = list(Audience.objects.order_by("pk").values_list("pk", flat=True))
        self.formats = list(Format.objects.order_by("pk").values_list("pk", flat=True))
        self.networks = list(Network.objects.order_by("pk").values_list("pk", flat=True))


def add_organisations(count: int, writer: Writer, tell: Tell) -> None:
    ensure_networks()
    known = Known()
    progress = Progress("organisations", count, tell)
    while progress.done < count:
        size = min(BATCH, count - progress.done)
        with transaction.atomic():
            _write(size, known, writer)
        progress.add(size)


def _write(size: int, known: Known, writer: Writer) -> None:
    random = writer.random
    ids = list(reserve(Organisation, size))
    towns = [random.choice(known.gminas) if known.gminas else None for _ in ids]
    rows = [_house(pk, town, writer) for pk, town in zip(ids, towns, strict=True)]
    houses = Organisation.objects.bulk_create(rows)
    add_places(list(zip(ids, towns, strict=True)), known.gminas, random)
    _words(Organisation.practices.through, "practicearea_id", ids, known.practices, random)
    _words(Organisation.audiences.through, "audience_id", ids, known.audiences, random)
    _words(Organisation.formats.through, "format_id", ids, known.formats, random)
    _networks(ids, known.networks, random)
    add_cards(ids, known, writer)
    make_rooms(houses)
    index.enqueue("organisation", ids)
    index.enqueue("card", Card.objects.filter(organisation__in=ids).values_list("pk", flat=True))
    directory_changed()


def _house(pk: int, town: Region | None, writer: Writer) -> Organisation:
    random = writer.random
    kind, word = random.choice(HOUSES)
    about, address = writer.post("pl"), slug(town.name) if town else "rynek"
    changed = timezone.now() - SPAN * random.random()
    return Organisation(
        pk=pk,
        slug=f"{kind.replace('_', '-')}-{address}-{pk}"[:120],
        name=f"{word} {town.name if town else 'Rynek'} {pk}",
        kind=kind,
        summary=excerpt(plain(about.html), limit=200),
        description=about.body,
        html=about.html,
        website=f"https://example.org/{pk}" if random.random() < 0.5 else "",
        email=f"dom{pk}@example.org" if random.random() < 0.6 else "",
        is_example=True,
        hidden=random.random() < 0.01,
        source="rynek-bench",
        created_at=changed - SPAN * random.random(),
        updated_at=changed,
        confirmed_at=_confirmed(changed, random),
    )


def _confirmed(changed: datetime, random: Random) -> datetime | None:
    """Four of ten have said at some time that their page is right."""
    return changed if random.random() < 0.4 else None


def _words(through: Any, column: str, ids: list[int], words: list[int], random: Random) -> None:
    """One to three of these words for nine of ten."""
    Rows(through, "organisation_id", column).write(
        (pk, word) for pk in ids if random.random() < 0.9 for word in some(random, words, 3)
    )


def _networks(ids: list[int], networks: list[int], random: Random) -> None:
    """Every eighth is in one or two networks, some of them no longer."""
    year = this_year()
    Rows(NetworkPlace, "organisation_id", "network_id", "since", "until").write(
        (pk, network, year - random.randint(3, 20), year - 2 if random.random() < 0.2 else None)
        for pk in ids
        if random.random() < 0.125
        for network in some(random, networks, 2)
    )
