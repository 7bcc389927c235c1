"""What bench organisations seek and have: open cards, past ones, some that were answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from directory.models import Card
from directory.vocabulary.accessibility import NEEDS
from portal.bulk.choosing import some
from portal.bulk.rows import Rows, Value, reserve
from portal.bulk.texts import Writer

if TYPE_CHECKING:
    from portal.bulk.houses import Known

_NUMBERS = (0,) * 12 + (1,) * 5 + (2, 2, 3)
"""How many cards an organisation has; each number as likely as it stands here often."""
_COLUMNS = (
    "id", "organisation_id", "kind", "what", "title", "body", "html", "gmina_id", "radius_km", "first_day",
    "last_day", "access", "capacity", "until", "fulfilled_at", "outcome", "created_at",
)  # fmt: skip


def add_cards(organisations: Sequence[int], known: Known, writer: Writer) -> None:
    """Nobody has written them: bench organisations have no people."""
    random = writer.random
    owners = [pk for pk in organisations for _ in range(random.choice(_NUMBERS))]
    ids = reserve(Card, len(owners)) if owners else ()
    now = timezone.now()
    Rows(Card, *_COLUMNS).write(
        _card(pk, owner, known, writer, now) for pk, owner in zip(ids, owners, strict=True)
    )
    _words(Card.practices.through, "practicearea_id", ids, known.practices, random)
    _words(Card.audiences.through, "audience_id", ids, known.audiences, random)


def _card(pk: int, owner: int, known: Known, writer: Writer, now: datetime) -> tuple[Value, ...]:
    random = writer.random
    kind = random.choice(Card.Kind.values)
    text = writer.line("pl")
    elsewhere = random.choice(known.gminas).pk if known.gminas and random.random() < 0.2 else None
    asks = some(random, list(NEEDS), 3) if kind == Card.Kind.NEED and random.random() < 0.3 else []
    first, last = _days(random, now)
    return (
        pk, owner, kind, random.choice(Card.What.values), writer.title("pl"), text.body, text.html,
        elsewhere, random.choice((None, 10, 30, 60)), first, last,
        json.dumps([code for code in NEEDS if code in asks]),
        random.choice((None, None, 20, 50, 120)), *_end(random, now),
    )  # fmt: skip


def _days(random: Random, now: datetime) -> tuple[str | None, str | None]:
    if random.random() < 0.6:
        return None, None
    first = timezone.localdate(now) + timedelta(days=random.randint(1, 120))
    return first.isoformat(), (first + timedelta(days=random.randint(0, 5))).isoformat()


def _end(random: Random, now: datetime) -> Iterator[Any]:
    """Until when, when and how it was closed, when it was made: three quarters stand open."""
    made = now - timedelta(minutes=random.randint(1, 80_000))
    today, chance = timezone.localdate(now), random.random()
    if chance < 0.12:
        yield from ((today - timedelta(days=random.randint(1, 200))).isoformat(), None, "")
        yield made - timedelta(days=250)
        return
    yield (today + timedelta(days=random.randint(0, 300))).isoformat()
    closed = chance < 0.25
    yield made + timedelta(seconds=30) if closed else None
    yield random.choice(Card.Outcome.values) if closed else ""
    yield made


def _words(through: Any, column: str, ids: Sequence[int], words: list[int], random: Random) -> None:
    Rows(through, "card_id", column).write(
        (pk, word) for pk in ids if random.random() < 0.8 for word in some(random, words, 2)
    )
