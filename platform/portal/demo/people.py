"""The people of the demo region."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.handles import free_handle
from accounts.levels import Level
from accounts.models import User
from kernel.markdown import render
from portal.demo import DEMO_PASSWORD
from portal.demo.reading import Clock, Row, rows
from taxonomy.regions import units_by_code

People = Mapping[str, User]
"""By the handle that the files use, whatever handle the person has taken since."""


def ensure_people(clock: Clock) -> tuple[People, int]:
    """Everybody of people.toml, known by their address, and how many are new."""
    wanted = rows("people")
    addresses = [row["email"] for row in wanted]
    known = {person.email: person for person in User.objects.filter(email__in=addresses)}
    fresh = _made([row for row in wanted if row["email"] not in known], clock)
    known |= {person.email: person for person in fresh}
    return {row["handle"]: known[row["email"]] for row in wanted}, len(fresh)


def _made(wanted: list[Row], clock: Clock) -> list[User]:
    if not wanted:
        return []
    regions = units_by_code(row["region"] for row in wanted)
    taken = set(
        User.objects.filter(handle__in=[row["handle"] for row in wanted]).values_list(
            "handle", flat=True
        )
    )
    password = make_password(DEMO_PASSWORD)  # once: it is slow by design, and the same for all
    people = User.objects.bulk_create(
        User(
            email=row["email"],
            handle=free_handle(row["name"]) if row["handle"] in taken else row["handle"],
            name=row["name"],
            role=row["role"],
            password=password,
            organisation=row["organisation"],
            region=regions.get(row["region"]),
            language=row["lang"],
            bio=row["bio"],
            bio_html=render(row["bio"]),
            open=row["open"],
            verified=True,
            level=row.get("level", Level.MEMBER),
            joined_at=clock.at(row["joined"]),
        )
        for row in wanted
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )
    return people
