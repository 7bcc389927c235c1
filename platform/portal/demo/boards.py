"""What the organisations of the demo region seek and have, and how some of it ended."""

from datetime import timedelta
from typing import Any

from directory.models import Card, FoundWith, Organisation
from kernel.markdown import render
from portal.demo.people import People
from portal.demo.reading import Clock, Row

_AS_IT_IS = ("kind", "title", "body", "what", "radius_km", "access", "capacity", "gives")

Pairs = list[tuple[Card, Row]]


def speaker(row: Row, people: People) -> Any:
    """Who speaks for an organisation of the files."""
    return people[row["members"][0].split(":")[0]]


def put_up(pairs: list[tuple[Organisation, Row]], people: People, clock: Clock) -> Pairs:
    """The cards of these organisations, each with its row."""
    rows = [(house, row, need) for house, row in pairs for need in row["needs"]]
    made: Pairs = []
    for place, (house, row, need) in enumerate(rows):
        card = _card(house, need, clock)
        card.author = speaker(row, people)
        # Spread over the last weeks, so that a list by age mixes the houses.
        card.created_at = clock.ago(hours=19 + 27 * (place * 7 % len(rows)))
        if "closed" in need:
            closed = need["closed"]
            card.outcome, card.fulfilled_at = closed["outcome"], clock.ago(days=closed["days"])
            card.created_at = clock.ago(days=closed["days"] + 21)
        made.append((card, need))
    made.sort(key=lambda pair: pair[0].created_at)
    Card.objects.bulk_create([card for card, _need in made])
    _name_partners(made, people, clock)
    return made


def _card(house: Organisation, need: Row, clock: Clock) -> Card:
    first, last = need.get("days", (None, None))
    until = clock.today + timedelta(days=need["until_days"])
    return Card(
        organisation=house,
        html=render(need["body"]),
        until=until,
        told_of_end=until,  # nobody reads the post of invented people
        first_day=None if first is None else clock.today + timedelta(days=first),
        last_day=None if last is None else clock.today + timedelta(days=last),
        **{name: need[name] for name in _AS_IT_IS if name in need},
    )


def _name_partners(made: Pairs, people: People, clock: Clock) -> None:
    """With whom they were found (`with`), and who said there that it is so (`agreed`; without it they have
    not answered yet)."""
    closed = [(card, need["closed"]) for card, need in made if "with" in need.get("closed", ())]
    slugs = {row["with"] for _card, row in closed}
    houses = {house.slug: house for house in Organisation.objects.filter(slug__in=slugs)}
    FoundWith.objects.bulk_create(
        FoundWith(
            card=card, organisation=houses[row["with"]], by=card.author, named_at=clock.ago(days=row["days"]),
            agreed_at=clock.ago(days=row["days"] - 1) if "agreed" in row else None,
            answered_by=people[row["agreed"]] if "agreed" in row else None,
        )
        for card, row in closed
        if row["with"] in houses
    )  # fmt: skip
