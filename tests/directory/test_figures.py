"""Every filter, alone and in pairs: its figure is what choosing it brings, within the budget of statements."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.actions.hide import hide_organisation
from directory.actions.set_access import GivenFact, set_access
from directory.finding.figures import Counts
from directory.finding.filters import Filters
from directory.finding.opening import CHOICES
from directory.finding.results import count, matching
from directory.models import Card, Network, NetworkPlace, OpeningPeriod, Organisation, Site
from directory.versions import directory_changed
from directory.vocabulary.accessibility import NEEDS
from kernel import pages
from tests.cast import Cast
from tests.directory.test_agree import square  # noqa: F401  a fixture

VALUES = {
    "kind": ["muzeum", "kino,biblioteka"],
    "region": ["1206", "120611", "12", "120611&region=1201"],
    "practice": ["teatr", "taniec", "sztuki"],
    "audience": ["seniorzy", "dzieci"],
    "format": ["warsztaty"],
    "network": ["eno"],
    "access": [
        *NEEDS, "wheelchair&unsure=1", "toilet&access=pjm", "toilet&access=pjm&unsure=1", "podjazd",
    ],
    "open": [*CHOICES, "saturday&open=evening"],
    "near": ["Skawina", "w+Krakowie&within=25", "Wola"],
    "bbox": ["19.6,49.9,20.1,50.1"],
    "q": ["dom"],
    "order": ["-name", "gmina", "updated"],
}  # fmt: skip
ALONE = ["", *(f"{name}={value}" for name, values in VALUES.items() for value in values)]
PAIRS = [
    f"{one}={first}&{other}={second}"
    for one, other in combinations(VALUES, 2)
    for first in (VALUES[one][0], VALUES[one][-1])
    for second in (VALUES[other][0], VALUES[other][-1])
    if "order" not in (one, other)
]
MANY = [
    "near=Skawina&access=wheelchair&open=saturday", "near=Skawina&access=wheelchair&open=saturday&unsure=1",
    "kind=muzeum&region=1206&practice=teatr&audience=seniorzy&access=toilet&open=evening&near=Skawina&q=dom",
]  # fmt: skip


@pytest.fixture
def crossing(cast: Cast, square: None) -> None:  # noqa: F811
    """The square, with hours, further places and networks."""
    network = Network.objects.get_or_create(code="eno", defaults={"name": "ENO"})[0]
    for number, one in enumerate(Organisation.objects.order_by("pk")):
        first = one.sites.order_by("position").first()
        if number % 6 == 1:
            NetworkPlace.objects.create(
                organisation=one, network=network, until=2001 if number % 12 == 1 else None
            )
        if number % 7 == 2:
            further = Site.objects.create(organisation=one, position=1, gmina=cast.gmina)
            further.access.create(attribute="podjazd", value="yes")
            OpeningPeriod.objects.create(site=further, weekday=5, opens=600, closes=1200)
        if first and number % 3 == 0:
            OpeningPeriod.objects.create(site=first, weekday=number % 7, opens=540, closes=1140)


def anew() -> None:
    """As right after a change of the directory: no page is kept, and no figure."""
    for store in pages._stores.values():
        store.clear()
    directory_changed()


def choices(filters: Filters, counts: Counts) -> Iterator[tuple[Filters, int]]:
    """The filters that each figure speaks of."""
    tables = {
        "kind": counts.kind, "practice": counts.practice, "audience": counts.audience, "format": counts.format,
        "network": counts.network,
    }  # fmt: skip
    for name, figures in tables.items():
        for code, number in figures.items():
            yield filters.without(name).toggled(name, code), number
    for code, number in list(counts.gmina.items())[:4]:
        if code:
            yield filters.without("region").toggled("region", code), number
    for code, number in counts.open.items():
        yield filters.without("open").toggled("open", code), number
    if not filters.unsure:
        for code in list(NEEDS)[:4]:
            chosen = filters if code in filters.access else filters.toggled("access", code)
            yield chosen, counts.access[code]


@pytest.mark.parametrize("part", range(4))
def test_each_figure_is_what_the_choice_brings(cast: Cast, crossing: None, part: int) -> None:
    """Figures come from sets, results from the database: two ways to say one thing must never differ."""
    found_something = 0
    for query in [*ALONE[part::4], *PAIRS[part * 5 :: 20], *MANY]:
        filters = Filters.from_query(QueryDict(query), asks=True)
        for viewer in (cast.visitor, cast.marta) if not query else (cast.visitor,):
            ids = (
                list(matching(viewer, filters).values_list("pk", flat=True)) if filters.q else None
            )
            counts = count(viewer, filters, ids)
            whole = matching(viewer, filters, ids).count()
            assert counts.total == whole, query
            found_something += bool(whole)
            if filters.access and not filters.unsure:
                unsure = Filters.from_query(QueryDict(f"{query}&unsure=1"), asks=True)
                assert counts.unsure == matching(viewer, unsure, ids).count(), query
            if filters.q:
                continue
            for chosen, number in choices(filters, counts):
                assert matching(viewer, chosen).count() == number, (query, chosen.query())
    assert found_something > 5


@pytest.mark.parametrize("view", ["", "map/", "table/"])
def test_every_filter_keeps_to_the_budget(cast: Cast, crossing: None, view: str) -> None:
    client = cast.client()
    # The first of a process reads the words of all, and who seeks first the names of places.
    for first in ("", "?q=dom"):
        client.get(f"/directory/{view}{first}")
    asked = [*ALONE[::4], *PAIRS[::29]] if view else [*ALONE, *PAIRS[::7]]
    for query in [*asked, *MANY]:
        anew()
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(f"/directory/{view}?{query}")
        assert answer.status_code == 200, query
        said = "\n".join(one["sql"][:160] for one in statements)
        # Words are looked up besides: synonyms that moderators keep, and what the index writes like them.
        most = 15 if "q=" in query else 12
        assert len(statements) <= most, f"{view}?{query}: {len(statements)}\n{said}"


def test_the_board_keeps_to_the_budget(cast: Cast, crossing: None) -> None:
    from django.utils import timezone

    for number, one in enumerate(Organisation.objects.order_by("pk")[:30]):
        Card.objects.create(
            organisation=one, title=f"K{number}", kind="need" if number % 2 else "offer",
            until=timezone.localdate(), access=["toilet"] if number % 2 else [],
        )  # fmt: skip
    client = cast.client()
    for query in (
        "", "kind=need", "kind=offer&what=room", "region=1206", "practice=teatr", "audience=seniorzy",
        *(f"access={code}" for code in NEEDS), "near=w+Skawinie", "near=Wola", "near=Nigdzie",
        "kind=offer&near=Skawina&access=toilet&practice=teatr&region=1206",
    ):  # fmt: skip
        anew()
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/directory/needs/?{query}").status_code == 200, query
        assert len(statements) <= 12, (query, len(statements))


def test_a_change_shows_in_the_figures_at_once(cast: Cast, visitor: Client, region: None) -> None:
    assert "accessible toilet<span" not in visitor.get("/directory/").content.decode()
    set_access(by=cast.ola, organisation=cast.house, access={"toaleta": GivenFact("yes")})
    page = visitor.get("/directory/").content.decode()
    assert 'accessible toilet<span class="num">1</span>' in page
    cast.house.refresh_from_db()
    hide_organisation(organisation=cast.house, hidden=True)
    for stranger in (visitor, cast.client(cast.jan), cast.client(cast.ewa)):
        assert "accessible toilet<span" not in stranger.get("/directory/").content.decode()
    assert "accessible toilet<span" in cast.client(cast.marta).get("/directory/").content.decode()
