"""The directory as open data."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from api.doors import answer, reader
from api.schemas import READ_PROBLEMS, Listed, OrganisationOut
from api.shapes import organisations as shaped
from directory.access import organisation_for
from directory.filters import Filters
from directory.open_data import csv_lines, geojson_pieces
from directory.results import matching
from directory.sight import sight_of
from kernel.paging import keyset, limit_of

router = Router(tags=["directory"])


@router.get("/organisations", response={200: Listed, **READ_PROBLEMS})
def organisations(
    request: HttpRequest,
    q: str = "",
    kind: str = "",
    region: str = "",
    practice: str = "",
    audience: str = "",
    format: str = "",
    access: str = "",
    network: str = "",
    open: str = "",
    bbox: str = "",
    cursor: str = "",
    limit: str = "",
) -> Any:
    """Organisations by name. Every filter may be repeated; bbox is west,south,east,north; network finds
    those that belong to it now. The codes of practice, audience and format are those of /words; a practice
    area that is a heading means what stands under it too. Telephone, e-mail and contacts are those that
    everybody may see: ask for the single organisation to read what you may see.

    `open` is now, saturday, sunday or evening (after 18:00 on one of the next seven days). One shown place
    must meet all the needs of `access` and be open; who has not written the hours is never open."""
    found = matching(reader(request), Filters.from_query(request.GET))
    page = keyset(found, order=("sort_name", "id"), cursor=cursor or None, limit=limit_of(limit))
    return answer({"results": shaped(page.rows), "next": page.next})


@router.get("/organisations.csv")
def as_csv(request: HttpRequest) -> HttpResponse:
    """Exactly what the filters choose, as CSV in UTF-8."""
    lines = csv_lines(reader(request), Filters.from_query(request.GET))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="organisations.csv"'
    return response  # type: ignore[return-value]


@router.get("/organisations.geojson")
def as_geojson(request: HttpRequest) -> HttpResponse:
    """Exactly what the filters choose and has a point, as GeoJSON."""
    pieces = geojson_pieces(reader(request), Filters.from_query(request.GET))
    return StreamingHttpResponse(pieces, content_type="application/geo+json")  # type: ignore[return-value]


@router.get("/organisations/{slug}", response={200: OrganisationOut, **READ_PROBLEMS})
def organisation(request: HttpRequest, slug: str) -> Any:
    """With the contacts, the telephone and the e-mail that the reader may see."""
    viewer = reader(request)
    found = organisation_for(viewer, slug)
    return answer(shaped([found], {found.pk: sight_of(viewer, found)})[0])
