"""Collections of notes: found by their title and introduction. What stands in them is found by itself, and
only by those who may read it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from accounts.viewer import Audience, Viewer
from kernel.markdown import plain
from notes.collections.models import Collection
from notes.paths import collection_path
from search.documents import Card, Document, Place


class Collections:
    kind = "collection"

    def ids(self, after: int, limit: int) -> Sequence[int]:
        found = Collection.objects.filter(pk__gt=after).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        for row in Collection.objects.filter(pk__in=ids).order_by("pk").iterator():
            yield Document(
                kind=self.kind,
                object_id=row.pk,
                part=0,
                audience=Audience.MODERATORS if row.hidden else Audience.PUBLIC,
                language=row.lang,
                title=row.title,
                text=plain(row.html),
                created_at=row.created_at,
            )

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        return self.documents([place.object_id for place in places])

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        found = Collection.objects.visible_to(viewer)
        rows = found.filter(pk__in=[place.object_id for place in places])
        return {
            Place(pk, 0): Card(title, collection_path(slug), line=curator, slug=slug)
            for pk, title, slug, curator in rows.values_list("pk", "title", "slug", "curator__name")
        }
