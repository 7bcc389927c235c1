"""Which organisations an address means, and how many of each sort there are: for pages, map and API."""

import math
from collections.abc import Sequence
from dataclasses import replace

from django.core import signing
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex

from accounts.viewer import Viewer
from directory.finding.figures import Counts, Ids, figures, remaining
from directory.finding.filters import Filters
from directory.finding.nearby import Near, sites_within, square_of
from directory.finding.ordering import ordered
from directory.finding.suited import suited
from directory.models import NetworkPlace, Organisation, Site
from directory.page.gallery import with_logos
from directory.ports import FOUND_LIMIT, organisation_search
from directory.querysets import OrganisationQuerySet
from directory.vocabulary.networks import still
from kernel.gate import whole_number
from kernel.paging import BadCursor, Slice, keyset
from taxonomy.models import Region
from taxonomy.words import areas_within

_SALT = "directory.results"


def proposed(viewer: Viewer, filters: Filters) -> Ids:
    """Asks the search once; the answer is handed to everything below."""
    if not filters.q:
        return None
    return list(dict.fromkeys(organisation_search(viewer, filters.q)))[:FOUND_LIMIT]


def matching(viewer: Viewer, filters: Filters, ids: Ids = None) -> OrganisationQuerySet:
    """The organisations that the viewer may see and that pass every filter, in no order."""
    if filters.q and ids is None:
        ids = proposed(viewer, filters)
    found = Organisation.objects.visible_to(viewer)
    if ids is not None:
        found = found.filter(pk__in=ids)
    if filters.kinds:
        found = found.filter(kind__in=filters.kinds)
    if filters.regions:
        found = found.filter(
            pk__in=_main_sites().filter(_within(filters.regions)).values("organisation")
        )
    if filters.practices:
        through = Organisation.practices.through.objects
        found = found.filter(
            pk__in=through.filter(practicearea__in=areas_within(filters.practices)).values(
                "organisation_id"
            )
        )
    if filters.audiences:
        heard = Organisation.audiences.through.objects
        found = found.filter(
            pk__in=heard.filter(audience__code__in=filters.audiences).values("organisation_id")
        )
    if filters.formats:
        meeting = Organisation.formats.through.objects
        found = found.filter(
            pk__in=meeting.filter(format__code__in=filters.formats).values("organisation_id")
        )
    if filters.networks:
        places = NetworkPlace.objects.filter(still(), network__code__in=filters.networks)
        found = found.filter(pk__in=places.values("organisation_id"))
    found = _placed(found, filters)
    return found.filter(suited(filters)) if filters.access or filters.open else found


def _placed(found: OrganisationQuerySet, filters: Filters) -> OrganisationQuerySet:
    """Those within the chosen part of the map and near the chosen town."""
    if filters.bbox:
        west, south, east, north = filters.bbox
        inside = _main_sites().exclude(precision=Site.Precision.HIDDEN)
        inside = inside.filter(lon__range=(west, east), lat__range=(south, north))
        found = found.filter(pk__in=inside.values("organisation"))
    if filters.near:
        found = found.filter(_around(filters.near))
    return found


def _around(near: Near) -> Q:
    if near.place is None:
        return Q(pk__in=())
    return Q(pk__in=sites_within(_main_sites(), near.place, near.km).values("organisation"))


def _main_sites() -> QuerySet[Site]:
    """The place of each organisation that lists, maps and filters go by."""
    return Site.objects.filter(position=0)


def _within(codes: Sequence[str]) -> Q:
    inside = Region.objects.filter(
        Q(code__in=codes) | Q(parent__code__in=codes) | Q(parent__parent__code__in=codes)
    )
    return Q(gmina__in=inside.values("pk"))


def count(viewer: Viewer, filters: Filters, ids: Ids) -> Counts:
    """All the figures beside a result."""
    return figures(viewer, filters, ids, _around_chosen(filters))


def without_one(viewer: Viewer, filters: Filters, ids: Ids) -> dict[str, int]:
    """How many there would be without one of the filters (directory.finding.figures.remaining)."""
    return remaining(viewer, filters, ids, _around_chosen(filters))


def _around_chosen(filters: Filters) -> OrganisationQuerySet | None:
    placed = filters.bbox is not None or filters.near is not None
    return _placed(Organisation.objects.all(), filters) if placed else None


def nearest(viewer: Viewer, filters: Filters, ids: Ids) -> tuple[str, float] | None:
    """Name and kilometres of the nearest organisation that passes all the other filters, however far."""
    if filters.near is None or filters.near.place is None:
        return None
    place = filters.near.place
    found = matching(viewer, replace(filters.without("near"), bbox=None), ids)
    sites = _main_sites().filter(organisation__in=found.order_by().values("pk"))
    rows = sites.annotate(square=square_of(place)).exclude(square=None).order_by("square", "pk")
    first = rows.values_list("organisation__name", "square").first()
    return (first[0], math.sqrt(first[1])) if first else None


def page_of(
    viewer: Viewer, filters: Filters, ids: Ids, *, cursor: str | None, limit: int
) -> Slice[Organisation]:
    """A page of the list: by the chosen order, or the best first when something was searched for."""
    found = matching(viewer, filters, ids)
    if ids is not None and filters.order == "name":
        shown = with_logos(found).defer("description", "html")
        return _ranked(shown, ids, cursor=cursor, limit=limit)
    rows, order = ordered(found, filters)
    return keyset(
        with_logos(rows).defer("description", "html"), order=order, cursor=cursor, limit=limit
    )


def ordered_page(
    found: OrganisationQuerySet, filters: Filters, *, cursor: str | None, limit: int
) -> Slice[Organisation]:
    """A page of these organisations by the chosen order, whole, as the API gives them."""
    rows, order = ordered(found, filters)
    return keyset(rows, order=order, cursor=cursor, limit=limit)


def _ranked(
    found: QuerySet[Organisation], ids: Sequence[int], *, cursor: str | None, limit: int
) -> Slice[Organisation]:
    """The search's own order; its answer is bounded, so a place in it is a fit cursor."""
    start = _place(cursor) if cursor else 0
    # Where an id stands among the others written down, its row stands: any database can say that.
    written = Value(f",{','.join(map(str, ids))},")
    place = StrIndex(written, Concat(Value(","), Cast("pk", CharField(max_length=20)), Value(",")))
    rows = list(found.annotate(place=place).order_by("place")[start : start + limit + 1])
    return Slice(
        rows[:limit],
        signing.dumps(start + limit, salt=_SALT) if len(rows) > limit else None,
        signing.dumps(max(0, start - limit), salt=_SALT) if start else None,
    )


def _place(cursor: str) -> int:
    try:
        place = whole_number(signing.loads(cursor, salt=_SALT), most=FOUND_LIMIT)
    except Exception as error:  # signing raises many kinds for bytes it never made
        raise BadCursor() from error
    if place is None:
        raise BadCursor()
    return place
