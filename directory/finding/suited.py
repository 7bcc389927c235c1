"""Which organisations have a place that offers what is asked for: one place must have all of it.

A step-free library in one village and a hearing loop in the next are of no use together, nor is a ramp
at a house that is closed while the other one is open.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from directory.finding.filters import Filters
from directory.finding.opening import open_sites, shown_sites
from directory.models import AccessFact, Organisation, Site
from directory.vocabulary.accessibility import NEEDS, Need, need_of


def suited(filters: Filters) -> Q:
    """Organisations by their places. With `unsure`, those of which we do not know whether a place meets
    the needs: none is confirmed, and not every one is denied."""
    places = _places(filters)
    needs = _needs(filters)
    if not needs:
        return _of(places) if filters.open else Q()
    confirmed = _of(places.filter(_confirmed(needs)))
    if not filters.unsure:
        return confirmed
    # One that is not shown can meet nobody's need by itself; a no is a no there too.
    known = places if filters.open else Site.objects.order_by()
    unsure = _of(known.exclude(_denied(needs)))
    if not filters.open:
        unsure |= ~_of(Site.objects.order_by())
    return unsure & ~confirmed


def suited_sites(filters: Filters) -> QuerySet[Site]:
    """The places that meet the chosen needs and hours; all that are shown where nothing is chosen."""
    return _places(filters).filter(_confirmed(_needs(filters)))


def access_counts(filters: Filters, among: QuerySet[Organisation]) -> dict[str, int]:
    """By need: how many of these organisations have a place that is known to meet it beside what is
    chosen already."""
    places = _places(filters) if filters.unsure else suited_sites(filters)
    facts = AccessFact.objects.filter(
        value=AccessFact.Value.YES, site__in=places.values("pk"), site__organisation__in=among
    )
    figures: dict[str, Any] = {
        code: Count("site__organisation", distinct=True, filter=Q(attribute__in=need.attributes))
        for code, need in NEEDS.items()
    }
    return facts.aggregate(**figures)


def _places(filters: Filters) -> QuerySet[Site]:
    places = shown_sites()
    return places.filter(open_sites(filters.open)) if filters.open else places


def _needs(filters: Filters) -> list[Need]:
    return [need for need in map(need_of, filters.access) if need is not None]


def _of(places: QuerySet[Site]) -> Q:
    return Q(pk__in=places.values("organisation"))


def _facts(value: str, attributes: Sequence[str]) -> Q:
    facts = AccessFact.objects.filter(attribute__in=attributes, value=value)
    return Q(pk__in=facts.values("site"))


def _confirmed(needs: Sequence[Need]) -> Q:
    """Places where a yes is known for every need."""
    every = Q()
    for need in needs:
        every &= _facts("yes", need.attributes)
    return every


def _denied(needs: Sequence[Need]) -> Q:
    """Places where for some need every attribute that would meet it is known to be missing."""
    some = Q(pk__in=())
    for need in needs:
        missing = Q()
        for attribute in need.attributes:
            missing &= _facts("no", (attribute,))
        some |= missing
    return some
