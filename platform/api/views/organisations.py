"""The directory as open data."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Field, Query, Router, Schema

from api.doors import answer, reader
from api.schemas import READ_PROBLEMS, Listed, OrganisationOut, sent_as
from api.shapes import organisations as shaped
from directory.access import organisation_for
from directory.finding.filters import Filters
from directory.finding.linked_data import jsonld_pieces
from directory.finding.open_data import csv_lines, geojson_pieces
from directory.finding.results import matching, ordered_page
from directory.sight import sight_of
from kernel.paging import limit_of

router = Router(tags=["directory"])


class Wanted(Schema):
    """What narrows a result: the same words as in the addresses of the directory's pages."""

    q: str = Field("", description="words of the name, the place or the texts")
    kind: str = Field("", description="kinds; like every list here: repeated, or with commas")
    region: str = Field("", description="TERYT codes of powiats and gminas")
    practice: str = Field("", description="codes; a heading means what stands under it too")
    audience: str = Field("", description="codes of audiences")
    format: str = Field("", description="codes of formats")
    network: str = Field("", description="codes of networks to which they belong now")
    access: str = Field("", description="needs that must be confirmed, all of them")
    open: str = Field(
        "",
        description="now, saturday, sunday or evening (after 18:00 on one of the next seven days); who has "
        "not written the hours is never open",
    )
    unsure: str = Field(
        "", description="1: those instead that have not said whether they meet the needs"
    )
    bbox: str = Field("", description="west,south,east,north in degrees")
    near: str = Field(
        "",
        description="a town, village or gmina: its name or TERYT code; 422 with the codes to choose from "
        "where several are called so",
    )
    within: str = Field("", description="kilometres around it, 1 to 100; 15 unless given")


class Sorted(Wanted):
    order: str = Field(
        "",
        description="name (as it is unless given), kind, gmina, powiat or confirmed, each with a minus "
        "to turn it round; updated: the latest first; near: the nearest first, as it is with near",
    )
    cursor: str = ""
    limit: str = ""


@router.get("/organisations", response={200: Listed, **READ_PROBLEMS})
def organisations(request: HttpRequest, wanted: Query[Sorted]) -> Any:
    """Organisations that pass every filter. The codes of practice, audience and format are those of
    /words. Telephone, e-mail and contacts are those that everybody may see: ask for the single organisation
    to read what you may see. One shown place must meet all the needs of `access` and be open."""
    filters = Filters.from_query(request.GET)
    page = ordered_page(
        matching(reader(request), filters), filters, cursor=wanted.cursor or None,
        limit=limit_of(wanted.limit),
    )  # fmt: skip
    return answer({"results": shaped(page.rows), "next": page.next})


@router.get("/organisations.csv", openapi_extra=sent_as("text/csv", {"type": "string"}))
def as_csv(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Exactly what the filters choose, as CSV in UTF-8."""
    lines = csv_lines(reader(request), Filters.from_query(request.GET))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="organisations.csv"'
    return response  # type: ignore[return-value]


@router.get("/organisations.geojson", openapi_extra=sent_as("application/geo+json"))
def as_geojson(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Exactly what the filters choose, as GeoJSON; what has no point to show has no geometry."""
    pieces = geojson_pieces(reader(request), Filters.from_query(request.GET))
    return StreamingHttpResponse(pieces, content_type="application/geo+json")  # type: ignore[return-value]


@router.get("/organisations.jsonld", openapi_extra=sent_as("application/ld+json"))
def as_jsonld(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Exactly what the filters choose, as JSON-LD: an ItemList of schema.org."""
    pieces = jsonld_pieces(reader(request), Filters.from_query(request.GET))
    return StreamingHttpResponse(pieces, content_type="application/ld+json")  # type: ignore[return-value]


@router.get("/organisations/{slug}", response={200: OrganisationOut, **READ_PROBLEMS})
def organisation(request: HttpRequest, slug: str) -> Any:
    """With the contacts, the telephone and the e-mail that the reader may see."""
    viewer = reader(request)
    found = organisation_for(viewer, slug)
    return answer(shaped([found], {found.pk: sight_of(viewer, found)})[0])
