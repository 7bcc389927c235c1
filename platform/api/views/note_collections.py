"""Collections of practice notes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from accounts.limits import spend_as
from api import note_shapes, shapes
from api.doors import answer, key_of, reader, writer
from api.note_schemas import CollectionIn, CollectionOut, ItemIn
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed
from kernel.limits import spend
from kernel.paging import limit_of
from notes.access import note_for
from notes.actions.collect import (
    collect,
    edit_collection,
    make_collection,
    remove_collection,
    take_out,
)
from notes.collections.access import collection_for, collections, item_for, items_of

router = Router(tags=["notes"])


@router.get("/collections", response={200: Listed, **READ_PROBLEMS})
def listed(request: HttpRequest, cursor: str = "", limit: str = "") -> Any:
    """Those changed last first."""
    page = collections(reader(request), cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([note_shapes.collection(row) for row in page.rows], page))


@router.get("/collections/{slug}", response={200: CollectionOut, **READ_PROBLEMS})
def one(request: HttpRequest, slug: str) -> Any:
    """With its notes, in their order."""
    row = collection_for(reader(request), slug)
    return answer(note_shapes.collection(row, items_of(row)))


@router.post("/collections", response={201: CollectionOut, **PROBLEMS})
def make(request: HttpRequest, data: CollectionIn) -> Any:
    person = writer(request)
    spend_as(person, "note")
    row = make_collection(
        by=person, title=data.title, intro=data.intro, lang=data.lang, key=key_of(request)
    )
    return answer(note_shapes.collection(row, []), 201)


@router.put("/collections/{slug}", response={200: CollectionOut, **PROBLEMS})
def change(request: HttpRequest, slug: str, data: CollectionIn) -> Any:
    person = writer(request)
    row = collection_for(person, slug)
    spend("edit", f"u{person.pk}")
    row = edit_collection(
        by=person, collection=row, title=data.title, intro=data.intro, lang=data.lang
    )
    return answer(note_shapes.collection(row, items_of(row)))


@router.delete("/collections/{slug}", response={204: None, **PROBLEMS})
def remove(request: HttpRequest, slug: str) -> Any:
    person = writer(request)
    remove_collection(by=person, collection=collection_for(person, slug))
    return HttpResponse(status=204)


@router.put("/collections/{slug}/notes/{note}", response={200: CollectionOut, **PROBLEMS})
def put_in(request: HttpRequest, slug: str, note: str, data: ItemIn) -> Any:
    """A note goes to the end of it; one that is there gets the new remark."""
    person = writer(request)
    row = collection_for(person, slug)
    spend("mark", f"u{person.pk}")
    collect(by=person, collection=row, note=note_for(person, note), remark=data.remark)
    return answer(note_shapes.collection(row, items_of(row)))


@router.delete("/collections/{slug}/notes/{note}", response={204: None, **PROBLEMS})
def out(request: HttpRequest, slug: str, note: str) -> Any:
    person = writer(request)
    take_out(by=person, item=item_for(collection_for(person, slug), note))
    return HttpResponse(status=204)
