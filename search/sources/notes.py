"""Practice notes. Drafts are their authors' alone and have no entry."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from accounts.viewer import Audience, Viewer
from kernel.markdown import plain
from notes.models import PracticeNote, TaggedNote
from search.documents import Card, Document, Place, Praise
from search.sources.practices import areas_of, groups_of, practices_of
from search.sources.regions import around, codes
from search.sources.tag_line import tag_line


class Notes:
    kind = "note"

    def ids(self, after: int, limit: int) -> Sequence[int]:
        found = PracticeNote.objects.filter(pk__gt=after).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        tags, regions = _tags(ids), _regions(ids)
        areas = areas_of(PracticeNote.practices.through, "practicenote_id", ids)
        practices = practices_of(PracticeNote.practices.through, "practicenote_id", ids)
        groups = groups_of(PracticeNote.audiences.through, "practicenote_id", ids)
        published = PracticeNote.objects.filter(
            pk__in=ids, status=PracticeNote.Status.PUBLISHED
        ).order_by("pk")
        for note in published.defer("body").iterator():
            yield Document(
                kind=self.kind,
                object_id=note.pk,
                part=0,
                audience=Audience.MODERATORS if note.hidden else Audience.PUBLIC,
                language=note.lang,
                title=note.title,
                text="\n".join(
                    filter(
                        None,
                        (
                            note.summary,
                            plain(note.html),
                            plain(note.easy_html),
                            *tag_line(tags[note.pk], areas[note.pk]),
                        ),
                    )
                ),
                created_at=note.published_at or note.created_at,
                tags=tuple(tags[note.pk]),
                regions=tuple(regions[note.pk]),
                practices=tuple(practices[note.pk]),
                groups=tuple(groups[note.pk]),
                organisation=str(note.organisation_id or ""),
                praise=Praise(
                    helped=note.helped_count, replicated=note.run_count, stale=note.stale
                ),
            )

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        return self.documents([place.object_id for place in places])

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        found = PracticeNote.objects.visible_to(viewer).filter(
            pk__in=[place.object_id for place in places]
        )
        return {
            Place(pk, 0): Card(title, f"/notes/{slug}/", state="note", slug=slug)
            for pk, title, slug in found.values_list("pk", "title", "slug")
        }


def _tags(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """For each note its tags: their names by slug."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    tagged = TaggedNote.objects.filter(content_object__in=ids)
    for note_id, slug, name in tagged.values_list("content_object_id", "tag__slug", "tag__name"):
        found[note_id][slug] = name
    return found


def _regions(ids: Sequence[int]) -> dict[int, list[str]]:
    """Where the organisation behind a note is, by note."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = PracticeNote.objects.filter(pk__in=ids, organisation__isnull=False).values_list(
        "pk", *around("organisation__sites__gmina")
    )
    for note_id, *regions in rows:
        found[note_id] += codes(tuple(regions))
    return found
