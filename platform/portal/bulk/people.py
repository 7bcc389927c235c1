"""Bench people: verified members whose log-ins are known (`bench1@example.org`, …)."""

from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from portal.bulk.plan import Progress, Tell
from portal.bulk.rows import Rows, reserve
from portal.bulk.vocabulary import FIRST_NAMES, SURNAMES
from portal.demo import DEMO_PASSWORD

BATCH = 5_000
AUTHORS = 5_000
"""So many of the people write; more would only make the lists of their ids longer."""


def add_people(count: int, random: Random, tell: Tell) -> None:
    """So many more, all with one hash of the published password: made once, since it is slow by design."""
    password = make_password(DEMO_PASSWORD)
    progress = Progress("people", count, tell)
    number = _last_number()
    tell(f"people: bench{number + 1}@example.org to bench{number + count}@example.org")
    while progress.done < count:
        size = min(BATCH, count - progress.done)
        with transaction.atomic():
            ids = reserve(User, size)
            _write(
                list(zip(ids, range(number + 1, number + size + 1), strict=True)), password, random
            )
        number += size
        progress.add(size)


def _last_number() -> int:
    addresses = User.objects.filter(email__startswith="bench", email__endswith="@example.org")
    numbers = (email[5:-12] for email in addresses.values_list("email", flat=True).iterator())
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def _write(people: list[tuple[int, int]], password: str, random: Random) -> None:
    now = timezone.now()
    Rows(
        User, "id", "email", "handle", "name", password=password, verified=True, level=Level.MEMBER,
        joined_at=now,
    ).write(
        (pk, f"bench{number}@example.org", f"bench{number}", _name(random)) for pk, number in people
    )  # fmt: skip
    Rows(EmailAddress, "user_id", "email", verified=True, primary=True).write(
        (pk, f"bench{number}@example.org") for pk, number in people
    )


def _name(random: Random) -> str:
    return f"{random.choice(FIRST_NAMES)} {random.choice(SURNAMES)}"


def authors() -> list[int]:
    """Ids of those who write: bench people, or, where there are none, whoever is a member."""
    members = User.objects.filter(verified=True, is_active=True).order_by("pk")
    bench = members.filter(handle__startswith="bench", email__endswith="@example.org")
    for people in (bench, members):
        ids = list(people.values_list("pk", flat=True)[:AUTHORS])
        if ids:
            return ids
    return []
