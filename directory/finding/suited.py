"""Which organisations have a place that offers what is asked for: one place must have all of it.

A step-free library in one village and a hearing loop in the next are of no use together, nor is a ramp
at a house that is closed while the other one is open.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from directory.finding.filters import Filters
from directory.finding.opening import open_sites, shown_sites
from directory.models import AccessFact, Site
from directory.vocabulary.accessibility import Need, need_of


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
