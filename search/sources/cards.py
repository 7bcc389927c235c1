"""Needs and offers, for as long as they stand. What was found or has ended is no result any more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from accounts.viewer import Audience, Viewer
from directory.models import Card as Notice
from kernel.markdown import plain
from search.documents import Card, Document, Place
from search.models import Entry
from search.sources.practices import groups_of, practices_of
from search.sources.regions import around, codes


class Cards:
    kind = "card"

    def ids(self, after: int, limit: int) -> Sequence[int]:
        found = Notice.objects.current().filter(pk__gt=after, removed_at=None).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        practices = practices_of(Notice.practices.through, "card_id", ids)
        groups = groups_of(Notice.audiences.through, "card_id", ids)
        regions = _regions(ids)
        current = Notice.objects.current().filter(pk__in=ids, removed_at=None)
        rows = current.select_related("organisation")
        for row in rows.order_by("pk").defer("body").iterator():
            house = row.organisation
            said = (plain(row.html), row.gives, house.name)
            yield Document(
                kind=self.kind,
                object_id=row.pk,
                part=0,
                audience=Audience.MODERATORS if row.hidden or house.hidden else Audience.PUBLIC,
                language=house.lang,
                title=row.title,
                text="\n".join(filter(None, said)),
                created_at=row.created_at,
                regions=tuple(regions[row.pk]),
                practices=tuple(practices[row.pk]),
                groups=tuple(groups[row.pk]),
                organisation=str(house.pk),
            )

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        return self.documents([place.object_id for place in places])

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        found = Notice.objects.visible_to(viewer).current()
        kinds = dict(Notice.Kind.choices)
        rows = found.filter(pk__in=[place.object_id for place in places])
        return {
            Place(pk, 0): Card(
                title, f"/directory/needs/{pk}/", state=kind, line=f"{house} {kinds[kind]}"
            )
            for pk, title, kind, house in rows.values_list(
                "pk", "title", "kind", "organisation__name"
            )
        }

    def lapsed(self) -> Sequence[int]:
        """Those that have an entry and do not stand any more: days end without a fact."""
        entries = Entry.objects.filter(kind=self.kind).values("object_id")
        return list(Notice.objects.past().filter(pk__in=entries).values_list("pk", flat=True))


def _regions(ids: Sequence[int]) -> dict[int, list[str]]:
    """Where a card says that it is; else where its organisation is."""
    found: dict[int, list[str]] = defaultdict(list)
    own = Notice.objects.filter(pk__in=ids, gmina__isnull=False)
    for pk, *regions in own.values_list("pk", *around("gmina")):
        found[pk] += codes(tuple(regions))
    others = Notice.objects.filter(pk__in=ids, gmina=None)
    for pk, *regions in others.values_list("pk", *around("organisation__sites__gmina")):
        found[pk] += codes(tuple(regions))
    return found
