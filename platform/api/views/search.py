"""The one search."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from api.doors import answer, reader
from api.schemas import READ_PROBLEMS, SearchOut
from kernel.addresses import address_of
from kernel.limits import spend
from kernel.paging import limit_of
from search.query import search

router = Router(tags=["search"])


@router.get("/search", response={200: SearchOut, **READ_PROBLEMS})
def find(
    request: HttpRequest, q: str = "", kind: str = "", tag: str = "", practice: str = "",
    audience: str = "", region: str = "", lang: str = "", organisation: str = "", date: str = "",
    answered: str = "", sort: str = "", limit: str = "", cursor: str = "",
) -> Any:  # fmt: skip
    """Organisations, needs and offers, topics with their posts, notes, people who have opened their page,
    and what was said in rooms; the best match first, or the newest (`sort=newest`)."""
    viewer = reader(request)
    spend("search", f"u{viewer.pk}" if viewer.pk else f"ip{address_of(request)}")
    found = search(
        viewer, q, kind=kind or None, tag=tag or None, practice=practice or None,
        audience=audience or None, region=region or None, lang=lang or None,
        organisation=organisation or None, date=date or None, answered=answered or None,
        sort=sort or None, limit=limit_of(limit), cursor=cursor or None,
    )  # fmt: skip
    hits = [
        {
            "kind": hit.kind,
            "id": hit.id,
            "title": hit.title,
            "url": hit.url,
            "excerpt": str(hit.excerpt),
            "score": hit.score,
        }
        for hit in found.results
    ]
    return answer(
        {
            "total": found.total,
            "took_ms": found.took_ms,
            "engine": found.engine,
            "results": hits,
            "next": found.next,
            "facets": {name: dict(counts) for name, counts in found.facets.items()},
            "did_you_mean": found.did_you_mean,
        }
    )
