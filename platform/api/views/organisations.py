"""The directory as open data."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router, Status

from api import listing, shapes
from api.doors import reader
from api.schemas import READ_PROBLEMS, Listed, OrganisationOut
from directory.access import organisation_for
from directory.filters import Filters
from directory.open_data import csv_lines, geojson_chunks
from kernel.paging import keyset, limit_of

router = Router(tags=["directory"])
FILTERS = "q, kind, region, practice, audience, access, bbox=west,south,east,north"


def _filtered(request: HttpRequest) -> Any:
    viewer = reader(request)
    return Filters.from_query(request.GET).organisations(viewer)


@router.get("/organisations", response={200: Listed, **READ_PROBLEMS})
def organisations(
    request: HttpRequest, q: str = "", kind: str = "", region: str = "", practice: str = "",
    audience: str = "", access: str = "", bbox: str = "", cursor: str = "", limit: str = "",
) -> Any:  # fmt: skip
    """Organisations by name."""
    page = keyset(
        listing.whole_organisations(_filtered(request)), order=("name", "id"), cursor=cursor or None,
        limit=limit_of(limit),
    )  # fmt: skip
    rows = [shapes.organisation(row, whole=False) for row in page.rows]
    return Status(200, shapes.listed(rows, page))


@router.get("/organisations.csv", include_in_schema=True)
def as_csv(request: HttpRequest) -> HttpResponse:
    """Exactly what the filters choose, as CSV in UTF-8."""
    response = StreamingHttpResponse(
        csv_lines(_filtered(request)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="organisations.csv"'
    return response  # type: ignore[return-value]


@router.get("/organisations.geojson")
def as_geojson(request: HttpRequest) -> HttpResponse:
    """Exactly what the filters choose and has a point, as GeoJSON."""
    return StreamingHttpResponse(  # type: ignore[return-value]
        geojson_chunks(_filtered(request)), content_type="application/geo+json"
    )


@router.get("/organisations/{slug}", response={200: OrganisationOut, **READ_PROBLEMS})
def organisation(request: HttpRequest, slug: str) -> Any:
    return Status(200, shapes.organisation(organisation_for(reader(request), slug)))
