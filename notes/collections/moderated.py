"""A collection can be reported and hidden; its introduction is kept in step with its HTML."""

from collections.abc import Iterator

from accounts.viewer import Viewer
from composing import holders
from composing.text import composed_again
from kernel.integrity import check
from kernel.markdown import excerpt, plain
from moderation.registry import Moderated, register
from notes.actions.collect import COLLECTION, hide_collection
from notes.collections.models import Collection
from notes.paths import collection_path


def _collection(viewer: Viewer, pk: int) -> Collection | None:
    return Collection.objects.visible_to(viewer).select_related("curator").filter(pk=pk).first()


def _collections_of(person_id: int, most: int) -> list[int]:
    made = Collection.objects.filter(curator=person_id, hidden=False)
    return list(made.order_by("pk").values_list("pk", flat=True)[:most])


def _may_have(viewer: Viewer, pk: int, file: int) -> bool:
    """Earlier words are not kept, so neither is for anybody what they showed."""
    shows = holders.shown_in("html", file)
    return Collection.objects.visible_to(viewer).filter(shows, pk=pk).exists()


def register_collections() -> None:
    holders.register(COLLECTION, _may_have)
    register(
        Moderated(
            kind="note_collection",
            get=_collection,
            author_id=lambda row: row.curator_id,
            title=lambda row: row.title,
            excerpt=lambda row: excerpt(plain(row.html)),
            url=lambda row: collection_path(row.slug),
            hide=hide_collection,
            standing_of=_collections_of,
        )
    )


@check("notes.collections")
def html(fix: bool) -> Iterator[str]:
    """The HTML of every introduction is what its text gives today."""
    for row in Collection.objects.only("slug", "intro", "html").iterator(chunk_size=100):
        today = composed_again(row.intro, row.html)
        if today != row.html:
            yield f"collection {row.slug}: its HTML is not that of its text"
            if fix:
                Collection.objects.filter(pk=row.pk).update(html=today)
