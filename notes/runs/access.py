"""The doors to runs."""

from django.http import Http404

from accounts.viewer import Viewer
from kernel.paging import Slice, keyset
from notes.models import PracticeNote
from notes.runs.models import Run

ORDER = ("-ran_on", "-id")


def run_for(viewer: Viewer, note: PracticeNote, pk: int) -> Run:
    """A run of this note, or 404."""
    runs = Run.objects.visible_to(viewer).filter(note=note, pk=pk)
    run = runs.select_related("author", "organisation", "note").first()
    if run is None:
        raise Http404
    return run


def runs_for(viewer: Viewer, note: PracticeNote, *, cursor: str | None, limit: int) -> Slice[Run]:
    """The newest first."""
    runs = Run.objects.visible_to(viewer).filter(note=note)
    return keyset(
        runs.select_related("author", "organisation", "note"),
        order=ORDER,
        cursor=cursor,
        limit=limit,
    )


def latest_runs(note: PracticeNote, most: int) -> list[Run]:
    """What the kept page shows, for everybody alike."""
    runs = Run.objects.filter(note=note, hidden=False).order_by(*ORDER)
    return list(runs.select_related("author", "organisation")[:most])
