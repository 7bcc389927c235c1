"""The page on which a note is written: at the beginning, when it goes on, after a clash."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from composing.access import drafts_at
from composing.models import Draft
from kernel.gate import NAME_LIMIT, BadText, clean_text, whole_number
from kernel.refusals import Conflict, Invalid
from notes.access import linked_note, published_note, revision_seen
from notes.actions.edit_note import newest_of, working_state
from notes.forms import NoteForm
from notes.gathering import read_state
from notes.merging import Clash, merged
from notes.models import PracticeNote, Revision
from notes.names import name_value
from notes.origin import origin_address
from notes.paths import list_path, note_path
from notes.places import places_of
from notes.policies import holds_back
from notes.ports import originals
from notes.states import State, state_of_revision
from notes.structure.kinds import SECTIONS, Template
from notes.truth.access import open_doubts

Drafts = dict[str, Draft]
"""By the box."""


def begun(request: HttpRequest, person: User) -> HttpResponse:
    """An empty form; with `?based_on=` or `?translation_of=` (a slug) one that begins with that note."""
    kept = _drafts(person, None)
    title = kept[""].title if "" in kept else ""
    initial = {"lang": get_language() or "pl", "title": title, **_asked(request)}
    form = NoteForm(person=person, initial=initial, unfold=kept)
    return page(request, form, kept=kept)


def _title(raw: object) -> str:
    """A title that somebody has begun with, as far as it can be one."""
    try:
        return clean_text(raw or "", limit=NAME_LIMIT, lines=False, name=True)
    except BadText:
        return ""


def _asked(request: HttpRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    if title := _title(request.GET.get("title")):
        initial["title"] = title
    if request.GET.get("template") in Template.values:
        initial["template"] = request.GET["template"]
    for name in ("based_on", "translation_of"):
        source = published_note(request.GET.get(name, ""))
        if source is not None:
            initial |= {name: note_path(source.slug), "template": source.template, **source.facts}
            initial["licence"] = source.licence
    return initial


def going_on(request: HttpRequest, person: User, note: PracticeNote) -> HttpResponse:
    kept = _drafts(person, note)
    newest = newest_of(note)
    form = NoteForm(
        person=person, note=note, initial=_initial(note, working_state(note, newest)), unfold=kept
    )
    return page(request, form, note, kept=kept, seen=_begun_at(kept, newest))


def _begun_at(kept: Drafts, newest: Revision | None) -> int | None:
    """The state from which the form goes on: a draft goes on from the one at which it was begun, so that
    saving it writes nothing over that others have saved since."""
    begun = [draft.seen for draft in kept.values() if draft.seen]
    return min([*begun, *([newest.pk] if newest is not None else [])], default=None)


def _drafts(person: User, note: PracticeNote | None) -> Drafts:
    places = places_of(note)
    found = drafts_at(person, list(places.values()))
    return {box: found[place] for box, place in places.items() if place in found}


def _initial(note: PracticeNote, state: State) -> dict[str, Any]:
    plain = {
        name: value
        for name, value in state.items()
        if name not in ("facts", "sections", "tags", "based_on", "based_on_url", "translation_of")
    }
    return {
        **plain,
        **state["facts"],
        **state["sections"],
        "tags": ", ".join(state["tags"]),
        "based_on": origin_address(linked_note(state["based_on"]), state["based_on_url"]),
        "translation_of": origin_address(linked_note(state["translation_of"]), ""),
        "organisation": name_value(note),
    }


def unfolded(form: NoteForm) -> NoteForm:
    """The same form with the fields of the chosen template: nothing was sent yet, so nothing is wrong."""
    form.full_clean()  # takes a file that came with it
    if not form.has_error("file") and not form.has_error("alt"):
        form.forget_errors()
    return form


def changed_at_once(
    request: HttpRequest, person: User, note: PracticeNote, sent: NoteForm, error: Conflict
) -> HttpResponse:
    """Somebody was first: their state and this person's become one in the form, both kept where they
    clash, and nothing is saved before the person has looked."""
    newest = newest_of(note)  # first: should the note change once more, what was seen is too old
    note.refresh_from_db()
    theirs = working_state(note, newest)
    try:
        mine = read_state(person, _given(sent), theirs, note.pk)
    except Invalid as wrong:
        sent.refuse(wrong)
        return page(request, sent, note, status=422, seen=seen_in(request))
    before = revision_seen(note, seen_in(request))
    base = state_of_revision(before, note) if before is not None else None
    state, clashes = merged(base, theirs, mine)
    about = {name: sent.data.get(name, "") for name in ("comment", "weight", "organisation")}
    ticked = {name: name in sent.data for name in ("answers", "in_step")}
    form = NoteForm(person=person, note=note, initial={**_initial(note, state), **about, **ticked})
    form.sent_back = True
    return page(
        request, form, note, status=409, seen=newest.pk if newest else None, clashes=clashes,
        conflict=error.message, typed=mine,
    )  # fmt: skip


def _texts_of(note: PracticeNote) -> list[str]:
    """What its authors have in hand: what waits for a reviewer, else what everybody reads."""
    state = working_state(note, newest_of(note))
    return [state["body"], state["easy"], *state["sections"].values()]


def _given(form: NoteForm) -> dict[str, Any]:
    about = ("organisation", "in_its_name")
    return {name: value for name, value in form.values().items() if name not in about}


def seen_in(request: HttpRequest) -> int | None:
    """The id of the state that the form which was sent goes on from."""
    return whole_number(request.POST.get("seen"))


def page(
    request: HttpRequest,
    form: NoteForm,
    note: PracticeNote | None = None,
    *,
    kept: Drafts | None = None,
    status: int = 200,
    seen: int | None = None,
    clashes: list[Clash] | None = None,
    conflict: str = "",
    typed: State | None = None,
) -> HttpResponse:
    crumbs = [(_("Practice notes"), list_path())]
    places = places_of(note)
    drafts = kept or {}
    person = request.user
    context = {
        "form": form,
        "note": note,
        "published": note is not None and note.status == PracticeNote.Status.PUBLISHED,
        "waits": note is not None and isinstance(person, User) and holds_back(person, note),
        "seen": seen,
        "crumbs": [*crumbs, (note.title, note_path(note.slug))] if note else crumbs,
        "draft": places[""],
        "kept": drafts.get(""),
        "boxes": [(field, places[field.name], drafts.get(field.name)) for field in form.shown_sections()],
        "easy": (places["easy"], drafts.get("easy")),
        "doubts": open_doubts(note.pk) if note else 0,
        "originals": originals(_texts_of(note), note.lang) if note else [],
        "clashes": clashes,
        "conflict": conflict,
        "typed": typed,
        "typed_sections": [typed["sections"][name] for name in SECTIONS if name in typed["sections"]]
        if typed
        else [],
    }  # fmt: skip
    return render(request, "notes/write.html", context, status=status)
