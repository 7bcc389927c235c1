"""What a note's page says to its authors and to reviewers alone."""

from django.template.loader import render_to_string

from accounts.models import User
from notes.access import newest_for
from notes.models import Revision
from notes.querysets import may_judge
from notes.rows import NoteRow
from notes.truth.access import open_doubts


def own_marks(person: User, row: NoteRow, *, own: bool) -> str:
    """Whether something waits for a reviewer, was asked to be better, or is doubted."""
    if not (own or may_judge(person)):
        return ""
    return _pending(person, row, own=own) + _doubts(row)


def _doubts(row: NoteRow) -> str:
    count = open_doubts(row.pk)
    if not count and not row.stale:
        return ""
    context = {"slug": row.slug, "count": count, "stale": row.stale}
    return render_to_string("notes/_doubts.html", context)


def _pending(person: User, row: NoteRow, *, own: bool) -> str:
    newest = newest_for(person, row.pk)
    pending = newest is not None and newest.state != Revision.State.SHOWN
    fresh = row.reviewed_at is None and row.status == "published" and not own
    if newest is None or not (pending or (fresh and may_judge(person))):
        return ""
    context = {"slug": row.slug, "revision": newest, "own": own, "pending": pending}
    return render_to_string("notes/_own_marks.html", context)
