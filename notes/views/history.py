"""A note's history, and what each edit changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from directory.voices import knows_writer
from notes.access import note_for, revision_for, revisions_for
from notes.comparing import differences
from notes.forms_of_review import JudgeForm
from notes.models import PracticeNote, Revision
from notes.paths import list_path, note_path
from notes.policies import holds_note, may_answer_for
from notes.querysets import may_judge
from notes.states import kept_in


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    note = note_for(viewer, slug)
    context = {"note": note, "revisions": revisions_for(viewer, note), "crumbs": _crumbs(note)}
    context["knows"] = _knows(viewer, note)
    return render(request, "notes/history.html", context)


@require_safe
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What changed from the revision before to this one."""
    viewer = viewer_of(request)
    note = note_for(viewer, slug)
    return revision_page(request, note, revision_for(viewer, note, number))


def revision_page(
    request: HttpRequest,
    note: PracticeNote,
    after: Revision,
    *,
    form: JudgeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = viewer_of(request)
    before = _before(viewer, note, after)
    judges = isinstance(viewer, User) and may_answer_for(viewer, note, after)
    context = {
        "note": note,
        "revision": after,
        "before": before,
        "knows": _knows(viewer, note),
        "parts": differences(kept_in(before) if before else None, kept_in(after)),
        "verdicts": _verdicts(viewer, note, after),
        "form": (form or JudgeForm()) if judges else None,
        "crumbs": [*_crumbs(note), (_("History of changes"), note_path(note.slug, "history"))],
    }
    return render(request, "notes/revision.html", context, status=status)


def _before(viewer: Viewer, note: PracticeNote, after: Revision) -> Revision | None:
    """What is not shown yet is compared with what everybody reads; that with what they read before."""
    earlier = note.revisions.filter(number__lt=after.number, state=Revision.State.SHOWN)
    return earlier.order_by("-number").first()


def _verdicts(viewer: Viewer, note: PracticeNote, revision: Revision) -> list[object]:
    """What reviewers said, for its authors and for reviewers."""
    if not (holds_note(viewer, note) or may_judge(viewer)):
        return []
    return list(revision.verdicts.select_related("reviewer").order_by("pk"))


def _knows(viewer: Viewer, note: PracticeNote) -> bool:
    """Whether the viewer learns who made the changes in an organisation's name."""
    return knows_writer(viewer, note.author_id, note.speaker_id)


def _crumbs(note: PracticeNote) -> list[tuple[str, str]]:
    return [(_("Practice notes"), list_path()), (note.title, note_path(note.slug))]
