"""What of the notes can be reported and hidden."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from kernel.markdown import excerpt, plain
from moderation.registry import Item, Moderated, Queue, register, register_queue
from notes.access import waiting_to_judge
from notes.actions.hide import hide_note
from notes.models import PracticeNote, Revision
from notes.paths import note_path


def _note(viewer: Viewer, pk: int) -> PracticeNote | None:
    return (
        PracticeNote.objects.visible_to(viewer)
        .select_related("author", "organisation")
        .filter(pk=pk)
        .first()
    )


def _notes_of(person_id: int, most: int) -> list[int]:
    written = PracticeNote.objects.published().filter(author=person_id)
    return list(written.order_by("pk").values_list("pk", flat=True)[:most])


def _waiting() -> int:
    public = Revision.objects.filter(note__status="published", note__hidden=False)
    return public.filter(state=Revision.State.WAITING).count()


SHOWN = 50


def _items(request: HttpRequest) -> Sequence[Item]:
    if not isinstance(request.user, User):
        return ()
    rows = waiting_to_judge(request.user).select_related("note", "author")[:SHOWN]
    return [
        Item(
            kind="notes", object_id=row.pk, title=row.note.title,
            url=f"{note_path(row.note.slug, 'history')}{row.number}/", since=row.created_at,
            why=_("a change of a reviewed note"), person=row.author,
        )
        for row in rows
    ]  # fmt: skip


def _at(words: Sequence[str]) -> int | None:
    """/notes/<slug>/"""
    if len(words) != 2 or words[0] != "notes":
        return None
    return PracticeNote.objects.filter(slug=words[1]).values_list("pk", flat=True).first()


def register_all() -> None:
    register_queue(
        "notes",
        Queue(
            title=lambda: _("Notes to review"),
            url="/notes/reviews/",
            waiting=_waiting,
            items=_items,
        ),
    )
    register(
        Moderated(
            kind="note",
            get=_note,
            author_id=lambda note: note.author_id,
            title=lambda note: note.title,
            excerpt=lambda note: note.summary or excerpt(plain(note.html)),
            url=lambda note: note_path(note.slug),
            hide=hide_note,
            standing_of=_notes_of,
            at=_at,
        )
    )
