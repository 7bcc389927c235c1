"""What notes keep twice, against its source (kernel.integrity)."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery

from composing.text import parts_again
from kernel.integrity import check
from notes.actions.writing import add_revision
from notes.models import PracticeNote, Revision
from notes.states import WORDS
from notes.structure.parts import parts_of
from notes.texts import easy_part


@check("notes.html")
def html(fix: bool) -> Iterator[str]:
    """The HTML of every note is what its texts give today."""
    columns = ("slug", "body", "sections", "lang", "html", "easy", "easy_html")
    for note in PracticeNote.objects.only(*columns).iterator(chunk_size=100):
        today = parts_again(parts_of(note.body, note.sections, note.lang), note.html)
        easy = parts_again(easy_part(note.easy), note.easy_html)
        if (today, easy) != (note.html, note.easy_html):
            yield f"note {note.slug}: its HTML is not that of its text"
            if fix:
                PracticeNote.objects.filter(pk=note.pk).update(
                    html=today, easy_html=easy, version=F("version") + 1
                )


@check("notes.revisions")
def revisions(fix: bool) -> Iterator[str]:
    """The newest revision that is shown is the note itself."""
    shown = Revision.objects.filter(note=OuterRef("pk"), state=Revision.State.SHOWN)
    newest = shown.order_by("-number")
    notes = PracticeNote.objects.annotate(
        **{f"kept_{name}": Subquery(newest.values(name)[:1]) for name in WORDS}
    )
    for note in notes.iterator(chunk_size=100):
        if all(getattr(note, f"kept_{name}") == getattr(note, name) for name in WORDS):
            continue
        yield f"note {note.slug}: its newest revision is not its text"
        if fix:
            add_revision(note, author_id=note.author_id)


@check("notes.published")
def published(fix: bool) -> Iterator[str]:
    """What is public has a day since when."""
    for note in PracticeNote.objects.filter(status="published", published_at=None):
        yield f"note {note.slug}: published, but nobody knows since when"
        if fix:
            PracticeNote.objects.filter(pk=note.pk).update(
                published_at=note.created_at, version=F("version") + 1
            )
