"""People who have opened their page. Of all others nothing is found but what they wrote."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet

from accounts.models import User
from accounts.viewer import Audience, Viewer
from kernel.markdown import plain
from search.documents import Card, Document, Place
from search.models import Entry
from search.sources.regions import around, codes


class People:
    kind = "person"

    def ids(self, after: int, limit: int) -> Sequence[int]:
        found = _open().filter(pk__gt=after).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        rows = _open().filter(pk__in=ids).order_by("pk")
        for pk, name, handle, house, bio, joined, place, *regions in rows.values_list(
            "pk", "name", "handle", "organisation", "bio_html", "joined_at", "region__name",
            *around("region"),
        ):  # fmt: skip
            said = (plain(bio), " · ".join(filter(None, (house, place, handle))))
            yield Document(
                kind=self.kind,
                object_id=pk,
                part=0,
                audience=Audience.PUBLIC,
                language="pl",
                title=name,
                text="\n".join(filter(None, said)),
                created_at=joined,
                regions=codes(tuple(regions)),
            )

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        return self.documents([place.object_id for place in places])

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        found = _open().filter(pk__in=[place.object_id for place in places])
        return {
            Place(pk, 0): Card(name, f"/people/{handle}/", line=house, slug=handle)
            for pk, name, handle, house in found.values_list("pk", "name", "handle", "organisation")
        }

    def lapsed(self) -> Sequence[int]:
        """Accounts that were closed by a hand in the administration."""
        entries = Entry.objects.filter(kind=self.kind).exclude(object_id__in=_open().values("pk"))
        return list(entries.values_list("object_id", flat=True))


def _open() -> QuerySet[User]:
    return User.objects.filter(open=True, is_active=True, verified=True)
