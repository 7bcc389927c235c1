"""What notes keep twice, against its source (kernel.integrity)."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from composing.text import composed_again
from kernel.integrity import check
from kernel.markdown import PAGE_HEADING
from notes.actions.writing import add_revision
from notes.models import PracticeNote, Revision


@check("notes.html")
def html(fix: bool) -> Iterator[str]:
    """The HTML of every note is what its text gives today."""
    for note in PracticeNote.objects.only("slug", "body", "html").iterator(chunk_size=100):
        today = composed_again(note.body, note.html, top=PAGE_HEADING)
        if today != note.html:
            yield f"note {note.slug}: its HTML is not that of its text"
            if fix:
                PracticeNote.objects.filter(pk=note.pk).update(html=today, version=F("version") + 1)


@check("notes.revisions")
def revisions(fix: bool) -> Iterator[str]:
    """The newest revision is the note itself."""
    newest = Revision.objects.filter(note=OuterRef("pk")).order_by("-number")
    notes = PracticeNote.objects.annotate(
        kept_title=Subquery(newest.values("title")[:1]),
        kept_body=Subquery(newest.values("body")[:1]),
    )
    wrong = notes.filter(Q(kept_title=None) | ~Q(kept_title=F("title")) | ~Q(kept_body=F("body")))
    for note in wrong.iterator(chunk_size=100):
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
