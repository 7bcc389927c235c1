"""The doors to collections. A collection shows only what its reader may see of it."""

from django.db.models import Count, Q
from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer
from kernel.paging import Slice, keyset
from notes.access import full
from notes.collections.models import Collection, Item
from notes.models import PracticeNote

ORDER = ("-updated_at", "-id")
SHOWN = Q(items__note__status="published", items__note__hidden=False)


def collection_for(viewer: Viewer, slug: str) -> Collection:
    found = (
        Collection.objects.visible_to(viewer).select_related("curator").filter(slug=slug).first()
    )
    if found is None:
        raise Http404
    return found


def items_of(collection: Collection) -> list[Item]:
    """In their order, with the notes that everybody may read."""
    items = Item.objects.filter(collection=collection).order_by("position", "pk")
    notes = full(PracticeNote.objects.published().filter(collected__collection=collection))
    by_id = {note.pk: note for note in notes}
    shown = [item for item in items if item.note_id in by_id]
    for item in shown:
        item.note = by_id[item.note_id]
    return shown


def item_for(collection: Collection, slug: str) -> Item:
    """A note of a collection, for its curator; or 404."""
    item = Item.objects.filter(collection=collection, note__slug=slug).first()
    if item is None:
        raise Http404
    return item


def collections(viewer: Viewer, *, cursor: str | None, limit: int) -> Slice[Collection]:
    """Those changed last first, with how many notes each shows."""
    rows = Collection.objects.visible_to(viewer).select_related("curator")
    counted = rows.annotate(shown=Count("items", filter=SHOWN))
    return keyset(counted, order=ORDER, cursor=cursor, limit=limit)


def collections_with(note: PracticeNote) -> list[Collection]:
    """For the note's page: what everybody may see."""
    shown = Collection.objects.filter(hidden=False, items__note=note)
    return list(shown.order_by("title", "pk")[:10])


def collections_of(person: User) -> list[Collection]:
    return list(Collection.objects.filter(curator=person).order_by("title", "pk"))
