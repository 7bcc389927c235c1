"""Somebody makes a collection, puts notes into it, orders them, takes them out."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from composing.actions.attach import attach
from composing.models import Attachment
from composing.text import Composed, compose
from kernel.facts import publish
from kernel.fields import gathered, read_lang, read_title
from kernel.gate import clean_text, required_text
from kernel.once import once
from kernel.refusals import Invalid
from notes.actions.writing import touch
from notes.collections.models import INTRO_LIMIT, MOST_ITEMS, REMARK_LIMIT, Collection, Item
from notes.collections.policies import check_curate
from notes.facts import CollectionChanged
from notes.models import PracticeNote
from taxonomy.slugs import slug as slug_of

COLLECTION = "note_collection"
"""What holds the files of an introduction (composing.holders)."""
MOST = 100
"""Collections of one person."""
RESERVED = frozenset({"write"})
TRIES = 20


def make_collection(
    *, by: User, title: str, intro: str, lang: str = "pl", key: str | None = None
) -> Collection:
    """The collection; the same key with the same words answers with the one they made before. Raises
    Refused, Invalid or KeyReused."""
    person = check_writer(by)
    fields = _read(title, intro, lang)
    text: Composed = gathered(intro=lambda: compose(fields["intro"], by=by))["intro"]

    def make() -> int:
        if Collection.objects.filter(curator=person).count() >= MOST:
            raise Invalid({"title": [_("You have very many collections already.")]})
        row = _with_free_slug(Collection(**fields, html=text.html, curator=person))
        attach(files=text.files, kind=COLLECTION, holder_id=row.pk)
        publish(CollectionChanged(row.pk))
        return row.pk

    with transaction.atomic():
        pk, _made = once(person_id=by.pk, key=key, payload=["collection", fields], make=make)
    return Collection.objects.select_related("curator").get(pk=pk)


def edit_collection(*, by: User, collection: Collection, title: str, intro: str, lang: str) -> Collection:  # fmt: skip
    """Its address stays. Raises Refused or Invalid."""
    check_curate(by, collection)
    fields = _read(title, intro, lang)
    holder = (COLLECTION, collection.pk)
    text: Composed = gathered(intro=lambda: compose(fields["intro"], by=by, holder=holder))["intro"]
    with transaction.atomic():
        attach(files=text.files, kind=COLLECTION, holder_id=collection.pk)
        Collection.objects.filter(pk=collection.pk).update(
            **fields, html=text.html, updated_at=timezone.now()
        )
        publish(CollectionChanged(collection.pk))
        _notes_show_it_anew(collection.pk)
    return Collection.objects.select_related("curator").get(pk=collection.pk)


def remove_collection(*, by: User, collection: Collection) -> None:
    """The notes stay where they are. Raises Refused."""
    check_curate(by, collection)
    with transaction.atomic():
        _notes_show_it_anew(collection.pk)
        Attachment.objects.filter(holder_kind=COLLECTION, holder_id=collection.pk).update(
            holder_kind="", holder_id=None
        )
        pk = collection.pk
        Collection.objects.filter(pk=pk).delete()
        publish(CollectionChanged(pk))


def hide_collection(collection: Collection, hidden: bool) -> None:
    """A moderator's decision, within its transaction."""
    with transaction.atomic():
        Collection.objects.filter(pk=collection.pk).update(hidden=hidden)
        publish(CollectionChanged(collection.pk))
        _notes_show_it_anew(collection.pk)


def collect(*, by: User, collection: Collection, note: PracticeNote, remark: str = "") -> Item:
    """At the end; a note that is there already only gets the new remark. Raises Refused or Invalid."""
    check_curate(by, collection)
    words = gathered(remark=lambda: clean_text(remark, limit=REMARK_LIMIT, lines=False))["remark"]
    if note.status != PracticeNote.Status.PUBLISHED or note.hidden:
        raise Invalid({"note": [_("Only a note that everybody reads can be collected.")]})
    with transaction.atomic():
        held = _held(collection.pk)
        items = Item.objects.filter(collection=held)
        last = items.order_by("-position").values_list("position", flat=True).first() or 0
        if items.exclude(note=note).count() >= MOST_ITEMS:
            raise Invalid({"note": [_("This collection is full: split it.")]})
        item, _new = Item.objects.update_or_create(
            collection=held, note=note,
            defaults={"remark": words}, create_defaults={"remark": words, "position": last + 1},
        )  # fmt: skip
        _changed(held, note.pk)
    return item


def move_item(*, by: User, item: Item, up: bool) -> None:
    """One place up or down; at an end it stays. Raises Refused."""
    with transaction.atomic():
        held = _held(item.collection_id)
        check_curate(by, held)
        rows = list(Item.objects.filter(collection=held).order_by("position", "pk"))
        at = next((at for at, row in enumerate(rows) if row.pk == item.pk), None)
        if at is None:
            return
        to = max(0, min(len(rows) - 1, at + (-1 if up else 1)))
        rows.insert(to, rows.pop(at))
        for position, row in enumerate(rows, start=1):
            row.position = position
        Item.objects.bulk_update(rows, ["position"])
        _changed(held)


def take_out(*, by: User, item: Item) -> None:
    """Raises Refused."""
    with transaction.atomic():
        held = _held(item.collection_id)
        check_curate(by, held)
        Item.objects.filter(pk=item.pk).delete()
        _changed(held, item.note_id)


def _held(pk: int) -> Collection:
    return Collection.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _changed(collection: Collection, note_id: int | None = None) -> None:
    Collection.objects.filter(pk=collection.pk).update(updated_at=timezone.now())
    if note_id is not None:
        touch(note_id)


def _notes_show_it_anew(collection_id: int) -> None:
    notes = Item.objects.filter(collection=collection_id).order_by("note")
    for pk in notes.values_list("note", flat=True):
        touch(pk)


def _read(title: object, intro: object, lang: object) -> dict[str, Any]:
    return gathered(
        title=lambda: read_title(title),
        intro=lambda: required_text(intro, limit=INTRO_LIMIT),
        lang=lambda: read_lang(lang),
    )


def _with_free_slug(row: Collection) -> Collection:
    base = slug_of(row.title, 90) or "kolekcja"
    for attempt in range(1, TRIES + 1):
        row.slug = base if attempt == 1 and base not in RESERVED else f"{base}-{_next(base)}"
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if attempt == TRIES:
                raise
        else:
            return row
    raise AssertionError("unreachable")


def _next(base: str) -> int:
    taken = Collection.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True)
    tails = [slug[len(base) + 1 :] for slug in taken]
    return max([1, *(int(tail) for tail in tails if tail.isdecimal() and len(tail) < 7)]) + 1
