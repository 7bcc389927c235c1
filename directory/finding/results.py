"""Which organisations an address means, and how many of each sort there are: for pages, map and API."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, StrIndex

from accounts.viewer import Viewer
from directory.finding.filters import Filters
from directory.finding.nearby import Near, sites_within
from directory.finding.opening import CHOICES
from directory.finding.ordering import ordered
from directory.finding.suited import access_counts, suited
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

Ids = Sequence[int] | None
"""What the search proposed, the best first; None when nothing was searched for."""


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
    if filters.bbox:
        west, south, east, north = filters.bbox
        inside = _main_sites().exclude(precision=Site.Precision.HIDDEN)
        inside = inside.filter(lon__range=(west, east), lat__range=(south, north))
        found = found.filter(pk__in=inside.values("organisation"))
    if filters.near:
        found = found.filter(_around(filters.near))
    return found.filter(suited(filters)) if filters.access or filters.open else found


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


@dataclass(frozen=True)
class Counts:
    """How many organisations there are by code. Each facet counts under all the other filters, so a
    figure says what choosing the value brings; `access` counts what is confirmed among the result."""

    kind: Mapping[str, int]
    gmina: Mapping[str, int]
    """By gmina's code; "" for those without one."""
    practice: Mapping[str, int]
    """A heading counts once whatever has it or anything under it."""
    audience: Mapping[str, int]
    format: Mapping[str, int]
    access: Mapping[str, int]
    network: Mapping[str, int]
    open: Mapping[str, int]
    """By code of directory.finding.opening."""
    total: int
    unsure: int
    """Of how many we do not know whether they meet the chosen needs."""


def count(viewer: Viewer, filters: Filters, ids: Ids) -> Counts:
    """All the figures in two statements."""
    tables: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, code, number in _grouped(viewer, filters, ids):
        tables[facet][code or ""] = number
    kinds = tables["kind"]
    total = sum(
        number for kind, number in kinds.items() if not filters.kinds or kind in filters.kinds
    )
    return Counts(
        kind=kinds, gmina=tables["gmina"], practice=tables["practice"], audience=tables["audience"],
        format=tables["format"], network=tables["network"],
        access=access_counts(filters, matching(viewer, filters, ids)), open=tables["open"], total=total,
        unsure=sum(tables["unsure"].values()),
    )  # fmt: skip


def _grouped(viewer: Viewer, filters: Filters, ids: Ids) -> Sequence[tuple[str, str | None, int]]:
    def under(name: str) -> OrganisationQuerySet:
        return matching(viewer, filters.without(name), ids)

    def counted(
        rows: QuerySet[Any], facet: str, code: str | Coalesce, of: str = "pk"
    ) -> QuerySet[Any, Any]:
        named = rows.order_by().values(
            facet=_text(facet), code=F(code) if isinstance(code, str) else code
        )
        figures: QuerySet[Any, Any] = named.annotate(number=Count(of, distinct=of != "pk"))
        return figures.values_list("facet", "code", "number")

    practices = Organisation.practices.through.objects.filter(organisation__in=under("practice"))
    audiences = Organisation.audiences.through.objects.filter(organisation__in=under("audience"))
    formats = Organisation.formats.through.objects.filter(organisation__in=under("format"))
    heading = Coalesce("practicearea__parent__code", "practicearea__code")
    places = NetworkPlace.objects.filter(still(), organisation__in=under("network"))
    parts = [
        counted(under("kind"), "kind", "kind"),
        counted(_main_sites().filter(organisation__in=under("region")), "gmina", "gmina__code"),
        counted(practices.exclude(practicearea__parent=None), "practice", "practicearea__code"),
        counted(practices, "practice", heading, "organisation_id"),
        counted(audiences, "audience", "audience__code"),
        counted(formats, "format", "format__code"),
        counted(places, "network", "network__code"),
    ]
    for code in CHOICES:
        chosen = matching(viewer, replace(filters, open=(code,)), ids).order_by()
        named = chosen.values(facet=_text("open"), code=_text(code)).annotate(number=Count("pk"))
        parts.append(named.values_list("facet", "code", "number"))
    if filters.access and not filters.unsure:
        parts.append(
            counted(matching(viewer, replace(filters, unsure=True), ids), "unsure", "kind")
        )
    return list(parts[0].union(*parts[1:], all=True))


def _text(word: str) -> Cast:
    # The cast tells PostgreSQL the type of a parameter that stands alone in a select.
    return Cast(Value(word), CharField(max_length=20))


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
