"""What of the notes can be reported and hidden."""

from accounts.viewer import Viewer
from kernel.markdown import excerpt, plain
from moderation.registry import Moderated, register
from notes.actions.hide import hide_note
from notes.models import PracticeNote
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


def register_all() -> None:
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
        )
    )
