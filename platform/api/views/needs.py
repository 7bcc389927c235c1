"""Needs and offers as open data."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from api.doors import answer, number, reader
from api.schemas import READ_PROBLEMS, Listed, NeedOut
from directory.access import card_at
from directory.board.data import cards_as_dicts
from directory.board.filters import CardFilters
from directory.board.results import card_page
from kernel.paging import limit_of

router = Router(tags=["directory"])


@router.get("/needs", response={200: Listed, **READ_PROBLEMS})
def needs(
    request: HttpRequest,
    kind: str = "",
    what: str = "",
    region: str = "",
    practice: str = "",
    audience: str = "",
    access: str = "",
    near: str = "",
    km: str = "",
    cursor: str = "",
    limit: str = "",
) -> Any:
    """What organisations seek (need) and have (offer) now, the newest first. what, practice, audience
    and access may be repeated; region is a powiat's code; near is a town's name, km how far around it."""
    filters = CardFilters.from_query(request.GET)
    page = card_page(
        reader(request), filters, cursor=cursor or None, limit=limit_of(request.GET.get("limit"))
    )
    return answer({"results": cards_as_dicts(page.rows), "next": page.next})


@router.get("/needs/{pk}", response={200: NeedOut, **READ_PROBLEMS})
def need(request: HttpRequest, pk: str) -> Any:
    """One of them, also when it has run out."""
    return answer(cards_as_dicts([card_at(reader(request), number(pk))])[0])
