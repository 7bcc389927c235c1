"""What the notes tell the room of composing: who may have the files of a note, and what the places are
called at which somebody writes one."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from composing import holders, places
from composing.holders import named_in, shown_in
from composing.places import Named, numbers_of
from kernel.markdown import PAGE_HEADING, POST_HEADING
from notes.actions.runs import RUN
from notes.files import taken
from notes.models import PracticeNote, Revision
from notes.paths import list_path, note_path
from notes.policies import may_edit
from notes.runs.models import Run
from notes.structure.kinds import SECTIONS
from notes.texts import NOTE, REVISION

NEW = "note-new"
BOXES = (*SECTIONS, "easy")
"""Boxes with drafts of their own, beside the first one."""


def place_of(note: PracticeNote | None, box: str = "") -> str:
    place = f"note-{note.pk}" if note else NEW
    return f"{place}-{box}" if box else place


def places_of(note: PracticeNote | None) -> dict[str, str]:
    """The places of all boxes: "" is the first."""
    return {box: place_of(note, box) for box in ("", *BOXES)}


def run_place(note: PracticeNote, run: Run | None) -> str:
    """Where somebody tells of a run of this note, or changes what they told."""
    return f"run-{note.pk}-{run.pk}" if run else f"run-{note.pk}-new"


def _run_writings(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    ids = {numbers_of(place)[0] for place in wanted}
    notes = PracticeNote.objects.visible_to(person).only("slug", "title").in_bulk(ids)
    named = {}
    for place in wanted:
        pk, *run = numbers_of(place)
        if note := notes.get(pk):
            path = note_path(note.slug, f"runs/{run[0]}/edit" if run else "runs/write")
            named[place] = Named(_("How it went: %(title)s") % {"title": note.title}, path)
    return named


def _is_new(place: str) -> bool:
    return place == NEW or place.startswith(f"{NEW}-")


def may_have_of_note(viewer: Viewer, pk: int, file: int) -> bool:
    """What the note shows now, or a state of it that the viewer may read."""
    shows = shown_in("html", file) | shown_in("easy_html", file)
    if PracticeNote.objects.visible_to(viewer).filter(shows, pk=pk).exists():
        return True
    return _in_a_state(viewer, file, note=pk)


def holder_at(person: User, place: str) -> tuple[str, int] | None:
    """The note that is being changed at a place such as "note-12" or "note-12-steps", or the run at
    "run-12-7"."""
    if not places.is_place(place):
        return None
    numbers = numbers_of(place)
    if places.kind_of(place) == "run" and len(numbers) > 1:
        run = Run.objects.visible_to(person).filter(pk=numbers[1], author=person).first()
        return (RUN, run.pk) if run is not None else None
    if places.kind_of(place) != "note" or not numbers:
        return None
    note = PracticeNote.objects.visible_to(person).filter(pk=numbers[0]).first()
    return (NOTE, note.pk) if note is not None and may_edit(person, note) else None


def top_at(place: str) -> int:
    """Where the highest heading of a text that is written there lands."""
    kind, _dash, rest = place.partition("-")
    if kind == "run":
        return POST_HEADING
    box = rest.rpartition("-")[2]
    return PAGE_HEADING + 1 if box in SECTIONS else PAGE_HEADING


def writings(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "note-new", or "note-12" for one that is being changed, or one of their boxes."""
    ids = {numbers_of(place)[0] for place in wanted if not _is_new(place)}
    notes = PracticeNote.objects.visible_to(person).only("slug", "title").in_bulk(ids)
    named = {}
    for place in wanted:
        if _is_new(place):
            named[place] = Named(_("A new note"), f"{list_path()}write/")
        elif note := notes.get(numbers_of(place)[0]):
            words = _("A change in “%(title)s”") % {"title": note.title}
            named[place] = Named(words, note_path(note.slug, "edit"))
    return named


def may_have_unapproved(viewer: Viewer, pk: int, file: int) -> bool:
    """The files of a state that nobody has approved yet. It also holds those of states that it replaced."""
    return _in_a_state(viewer, file, note__revisions=pk)


def _in_a_state(viewer: Viewer, file: int, **which: int) -> bool:
    words = {f"{name}_words": Cast(name, TextField()) for name in ("sections", "more")}
    shows = named_in("body", file) | Q(*(named_in(name, file) for name in words), _connector=Q.OR)
    return (
        Revision.objects.visible_to(viewer).filter(**which).annotate(**words).filter(shows).exists()
    )


def register_all() -> None:
    holders.register(NOTE, may_have_of_note, taken=taken)
    holders.register(REVISION, may_have_unapproved)
    places.register("run", r"run-[0-9]+-(new|[0-9]+)", _run_writings)
    places.register("note", rf"note-(new|[0-9]+)(-({'|'.join(BOXES)}))?", writings)
