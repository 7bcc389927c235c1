"""Which organisations of the demo region work together."""

from collections.abc import Collection

from directory.models import Organisation, Partnership
from portal.demo.people import People
from portal.demo.reading import Clock

PARTNERS = (
    (
        "dom-kultury-w-brzozowce",
        "biblioteka-w-kalinowej",
        "ola",
        "Nocne czytanie, raz w roku",
        True,
    ),
    ("kino-zorza", "dom-kultury-w-brzozowce", "piotr", "Letnie seanse na podwórku pod lipą", True),
    (
        "teatr-na-strychu",
        "dom-kultury-w-brzozowce",
        "krzysztof",
        "Próby otwarte dla seniorów",
        False,
    ),
)
"""Who asked, whom, by whose hand, what about, and whether the other has confirmed it."""


def ensure_partners(fresh: Collection[str], people: People, clock: Clock) -> None:
    """Those of PARTNERS of which at least one organisation is new, by slug."""
    slugs = {slug for pair in PARTNERS for slug in pair[:2]}
    houses = {house.slug: house for house in Organisation.objects.filter(slug__in=slugs)}
    rows = []
    for asking, other, handle, about, confirmed in PARTNERS:
        if asking in houses and other in houses and {asking, other} & set(fresh):
            first, second = sorted((houses[asking], houses[other]), key=lambda house: house.pk)
            rows.append(
                Partnership(
                    first=first, second=second, asked_by=houses[asking], person=people[handle],
                    about=about, asked_at=clock.ago(days=90 if confirmed else 3),
                    confirmed_at=clock.ago(days=88) if confirmed else None,
                )
            )  # fmt: skip
    Partnership.objects.bulk_create(rows, ignore_conflicts=True)
