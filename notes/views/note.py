"""A note's page, kept like a topic's; its history and what each edit changed."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.voices import Voice, knows_writer
from kernel.differences import difference
from kernel.pages import BUILD, HotPage, epoch, kept, respond
from notes.access import note_for, revisions_for
from notes.contents import LEAST, with_headings
from notes.licences import licence_url
from notes.models import PracticeNote
from notes.paths import list_path, note_path
from notes.policies import holds_note
from notes.rows import NoteRow, note_row
from taxonomy.editions import editions


@require_safe
def note(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = note_row(viewer, slug)
    person = viewer if isinstance(viewer, User) else None
    page = HotPage(
        key=("note", row.pk, row.version, person is None, *editions("words")),
        title=f"{row.title} · {settings.SITE_NAME}",
        description=row.summary,
        canonical=note_path(row.slug),
        main=lambda: _main(viewer, row, visitor=person is None),
        body={"data-me": person.handle} if person else {},
        script="notes/note.js",
        personal=(
            lambda: (
                f"{_writer(person, row)}{_verbs(person, row)}</article>{_rail(person, row)}</div>"
            )
        )
        if person
        else None,
    )
    return respond(request, page)


def _rail(viewer: Viewer, row: NoteRow) -> str:
    key = (BUILD, epoch(), "note rail", row.pk, row.version, get_language())
    return kept(
        "row",
        key,
        lambda: render_to_string("notes/_rail.html", {"note": note_for(viewer, pk=row.pk)}),
    )


def _main(viewer: Viewer, row: NoteRow, *, visitor: bool) -> str:
    note = note_for(viewer, pk=row.pk)
    html, headings = with_headings(note.html)
    context = {
        "note": note,
        "voice": note.voice,
        "visitor": visitor,
        "html": html,
        "headings": headings if len(headings) >= LEAST else [],
        "licence_url": licence_url(note.licence, get_language() or "pl"),
        "practices": [(word.name, list_path(practice=word.code)) for word in note.practices.all()],
        "audiences": [(word.name, list_path(audience=word.code)) for word in note.audiences.all()],
        "tags": [(tag.name, list_path(tag=tag.slug)) for tag in note.tags.all()],
        "history_path": note_path(note.slug, "history"),
        "crumbs": [(_("Practice notes"), list_path())],
        "json_ld": described(note),
    }
    return render_to_string("notes/note.html", context)


def _writer(person: User, row: NoteRow) -> str:
    """Who held the pen, for those who may know it; "" for everybody else."""
    if not knows_writer(person, row.author_id, row.speaker_id):
        return ""
    return render_to_string("notes/_writer.html", {"note": note_for(person, pk=row.pk)})


def _verbs(person: User, row: NoteRow) -> str:
    own, moderator = holds_note(person, row), is_moderator(person)
    key = ("note verbs", BUILD, get_language(), own, moderator, row.status)
    mark = f"mark{BUILD}slugmark"
    pk_mark = f"mark{BUILD}pkmark"

    def make() -> str:
        context = {
            "own": own,
            "moderator": moderator,
            "draft": row.status == PracticeNote.Status.DRAFT,
            "paths": {
                verb: note_path(mark, verb) for verb in ("edit", "history", "publish", "withdraw")
            },
            "keep_path": f"/notifications/keep/note/{pk_mark}/",
            "report_path": f"/moderation/report/note/{pk_mark}/",
            "case_path": f"/moderation/note/{pk_mark}/",
        }
        return render_to_string("notes/_verbs.html", context)

    return kept("frame", key, make).replace(mark, row.slug).replace(pk_mark, str(row.pk))


def described(note: PracticeNote) -> SafeString:
    """The note for machines (schema.org), as JSON that no HTML can break out of."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": note.title,
        "description": note.summary,
        "inLanguage": note.lang,
        "url": settings.BASE_URL + note_path(note.slug),
        "author": _author(note.voice),
        "dateModified": note.updated_at.isoformat(),
        "keywords": [tag.name for tag in note.tags.all()],
        "license": licence_url(note.licence, note.lang),
    }
    if note.published_at:
        data["datePublished"] = note.published_at.isoformat()
    if note.house:
        data["publisher"] = {"@type": "Organization", "name": note.house.name}
    text = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)


def _author(shown: Voice) -> dict[str, str]:
    kind = "Organization" if shown.is_organisation else "Person"
    named = {"@type": kind, "name": shown.name}
    return {**named, "url": settings.BASE_URL + shown.url} if shown.url else named


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
    revisions = revisions_for(viewer, note)
    at = next((at for at, row in enumerate(revisions) if row.number == number), None)
    if at is None:
        raise Http404
    after = revisions[at]
    before = revisions[at + 1] if at + 1 < len(revisions) else None
    parts = [
        (_("Title"), before.title if before else "", after.title),
        (_("In one or two sentences"), before.summary if before else "", after.summary),
        (_("Text"), before.body if before else "", after.body),
    ]
    context = {
        "note": note,
        "revision": after,
        "before": before,
        "knows": _knows(viewer, note),
        "parts": [(name, difference(old, new)) for name, old, new in parts if old != new],
        "crumbs": [*_crumbs(note), (_("History of changes"), note_path(note.slug, "history"))],
    }
    return render(request, "notes/revision.html", context)


def _knows(viewer: Viewer, note: PracticeNote) -> bool:
    """Whether the viewer learns who made the changes in an organisation's name."""
    return knows_writer(viewer, note.author_id, note.speaker_id)


def _crumbs(note: PracticeNote) -> list[tuple[str, str]]:
    return [(_("Practice notes"), list_path()), (note.title, note_path(note.slug))]
