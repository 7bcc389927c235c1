"""A note's page, kept like a topic's."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import is_moderator
from directory.voices import knows_writer
from kernel.naming import site_name
from kernel.pages import BUILD, HotPage, epoch, kept, respond
from notes.access import adaptations_of, is_public, note_for
from notes.collections.access import collections_with
from notes.contents import LEAST, with_headings
from notes.described import described
from notes.files import files_of
from notes.licences import allows, licence_url
from notes.models import Licence, PracticeNote
from notes.origin import chain_of
from notes.paths import list_path, note_path, taking_path
from notes.policies import holds_note
from notes.ports import around
from notes.querysets import may_judge
from notes.rows import NoteRow, note_row
from notes.runs.access import latest_runs
from notes.structure.shown import fact_rows
from notes.translations import language_name, original_of, translations_of
from notes.truth.stewards import steward_shown
from notes.views.own_marks import own_marks
from taxonomy.editions import editions

Load = Callable[[], PracticeNote]
"""Gives the note, read once however many pieces of the page are made anew."""
RUNS = 3
"""Shown on the page itself."""


@require_safe
def note(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = note_row(viewer, slug)
    person = viewer if isinstance(viewer, User) else None
    load = cache(lambda: note_for(viewer, pk=row.pk))
    page = HotPage(
        key=("note", row.pk, row.version, person is None, *editions("words")),
        title=f"{row.title} · {site_name()}",
        description=row.summary,
        canonical=note_path(row.slug),
        main=lambda: _main(load(), visitor=person is None),
        body={"data-me": person.handle} if person else {},
        script="notes/note.js",
        personal=(lambda: _personal(person, row, load)) if person else None,
    )
    return respond(request, page)


@require_safe
def easy(request: HttpRequest, slug: str) -> HttpResponse:
    """The same in words that are easy to read; 404 for a note that has none."""
    note = note_for(viewer_of(request), slug)
    if not note.easy_html:
        raise Http404
    context = {
        "note": note,
        "crumbs": [(_("Practice notes"), list_path()), (note.title, note_path(slug))],
    }
    return render(request, "notes/easy.html", context)


def _personal(person: User, row: NoteRow, load: Load) -> str:
    own = holds_note(person, row)
    before = _writer(person, row, load) + own_marks(person, row, own=own)
    return f"{before}{_verbs(person, row, own=own)}</article>{_rail(row, load)}</div>"


def _rail(row: NoteRow, load: Load) -> str:
    key = (BUILD, epoch(), "note rail", row.pk, row.version, get_language())
    return kept("row", key, lambda: _rail_of(load()))


def _rail_of(note: PracticeNote) -> str:
    return render_to_string("notes/_rail.html", {"note": note, **_rail_context(note)})


def _rail_context(note: PracticeNote) -> dict[str, Any]:
    return {
        "files": files_of(note),
        "pdf_path": taking_path(note.slug, "pdf"),
        "docx_path": taking_path(note.slug, "docx"),
    }


def _main(note: PracticeNote, *, visitor: bool) -> str:
    html, headings = with_headings(note.html)
    adaptable = note.licence != Licence.RESERVED and is_public(note)
    context = {
        "note": note,
        "voice": note.voice,
        "together": note.beside,
        "reviewer": note.reviewed_by.name if note.reviewed_by else "",
        "visitor": visitor,
        "html": html,
        "headings": headings if len(headings) >= LEAST else [],
        "facts": fact_rows(note.facts),
        "licence_url": licence_url(note.licence, get_language() or "pl"),
        "allowed": allows(note.licence),
        "original": original_of(note),
        "translations": [(one, language_name(one.note.lang)) for one in translations_of(note)],
        "translate_path": f"{list_path()}write/?translation_of={note.slug}",
        "steward": steward_shown(note),
        "captions": note.get_captions_display() if note.captions else "",
        "collections": collections_with(note),
        "around": around(note),
        "discuss_path": note_path(note.slug, "discuss"),
        **_rail_context(note),
        "runs": latest_runs(note, RUNS) if note.run_count else [],
        "runs_path": note_path(note.slug, "runs"),
        "public": is_public(note),
        "chain": chain_of(note),
        "adaptations": adaptations_of(note),
        "adapt_path": f"{list_path()}write/?based_on={note.slug}" if adaptable else "",
        "practices": [(word.name, list_path(practice=word.code)) for word in note.practices.all()],
        "audiences": [(word.name, list_path(audience=word.code)) for word in note.audiences.all()],
        "tags": [(tag.name, list_path(tag=tag.slug)) for tag in note.tags.all()],
        "history_path": note_path(note.slug, "history"),
        "crumbs": [(_("Practice notes"), list_path())],
        "json_ld": described(note),
    }
    return render_to_string("notes/note.html", context)


def _writer(person: User, row: NoteRow, load: Load) -> str:
    """Who held the pen, for those who may know it; "" for everybody else."""
    if not knows_writer(person, row.author_id, row.speaker_id):
        return ""
    return render_to_string("notes/_writer.html", {"note": load()})


def _verbs(person: User, row: NoteRow, *, own: bool) -> str:
    author = row.author_id == person.pk and row.speaker_id is None
    moderator = is_moderator(person)
    judges = may_judge(person)
    key = ("note verbs", BUILD, get_language(), own, author, moderator, judges, row.status)
    mark = f"mark{BUILD}slugmark"
    pk_mark = f"mark{BUILD}pkmark"

    def make() -> str:
        verbs = (
            "edit", "history", "publish", "withdraw", "authors", "truth", "doubt", "helpful",
            "collect",
        )  # fmt: skip
        context: dict[str, Any] = {
            "own": own,
            "author": author,
            "moderator": moderator,
            "draft": row.status == PracticeNote.Status.DRAFT,
            "answers": own or judges,
            "paths": {verb: note_path(mark, verb) for verb in verbs},
            "keep_path": f"/notifications/keep/note/{pk_mark}/",
            "report_path": f"/moderation/report/note/{pk_mark}/",
            "case_path": f"/moderation/note/{pk_mark}/",
        }
        return render_to_string("notes/_verbs.html", context)

    return kept("frame", key, make).replace(mark, row.slug).replace(pk_mark, str(row.pk))
