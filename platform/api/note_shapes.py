"""How notes and what belongs to them look from outside."""

from collections.abc import Sequence
from typing import Any

from api.shapes import moment, person
from notes.access import adaptations_of, is_public
from notes.collections.access import collections_with
from notes.collections.models import Collection, Item
from notes.models import PracticeNote, Revision
from notes.paths import collection_path, note_path, run_path
from notes.ports import around
from notes.review.models import Verdict
from notes.runs.models import Run
from notes.structure.parts import whole_text
from notes.translations import translations_of
from notes.truth.models import Doubt
from realtime.live.events import author_data


def note(row: PracticeNote, *, whole: bool = True) -> dict[str, Any]:
    """Wants the note as `notes.access.full` loads it."""
    house = row.organisation
    shape = {
        "id": row.pk, "url": note_path(row.slug), "slug": row.slug, "title": row.title,
        "summary": row.summary, "lang": row.lang, "status": row.status, "author": author_data(row.voice),
        "coauthors": [person(one) for one in row.beside],
        "organisation": {"slug": house.slug, "name": house.name} if house and not house.hidden else None,
        "template": row.template, "facts": row.facts, "licence": row.licence, "source": row.source,
        "based_on": _linked(row.based_on) or row.based_on_url,
        "translation_of": _linked(row.translation_of),
        "tags": [tag.name for tag in row.tags.all()],
        "practices": [word.code for word in row.practices.all()],
        "audiences": [word.code for word in row.audiences.all()],
        "review_by": row.review_by.isoformat() if row.review_by else None,
        "checked_at": moment(row.checked_at), "stale": row.stale, "helped": row.helped_count,
        "reviewed_at": moment(row.reviewed_at), "runs": row.run_count, "run_by": row.run_houses,
        "last_run_on": row.last_run_on.isoformat() if row.last_run_on else None,
        "published_at": moment(row.published_at), "updated_at": moment(row.updated_at),
    }  # fmt: skip
    if not whole:
        return shape
    return {
        **shape, "body": row.body, "sections": row.sections, "html": row.html,
        "text": whole_text(row.body, row.sections, row.lang), "easy": row.easy,
        "easy_html": row.easy_html, "sign_url": row.sign_url, "captions": row.captions,
        **_around(row),
    }  # fmt: skip


def _around(row: PracticeNote) -> dict[str, Any]:
    """What everybody may read of what others have made of it."""
    found = around(row)
    talk = found.discussion
    return {
        "discussion": {"title": talk.title, "url": talk.url} if talk else None,
        "linked_from": [{"title": link.title, "url": link.url} for link in found.links],
        "grown_from": [{"title": link.title, "url": link.url} for link in found.sources],
        "adaptations": [note_path(one.slug) for one in adaptations_of(row)],
        "translations": [
            {"url": note_path(one.note.slug), "lang": one.note.lang, "behind": one.behind}
            for one in translations_of(row)
        ],
        "collections": [collection_path(one.slug) for one in collections_with(row)],
    }


def _linked(row: PracticeNote | None) -> str:
    """The path of another note, for as long as everybody may read it."""
    return note_path(row.slug) if row is not None and is_public(row) else ""


def revision(row: Revision, *, whole: bool = False) -> dict[str, Any]:
    """Wants note, author and organisation loaded with it."""
    shape = {
        "id": row.pk, "url": note_path(row.note.slug, f"history/{row.number}"), "number": row.number,
        "state": row.state, "weight": row.weight, "comment": row.comment,
        "author": author_data(row.voice), "created_at": moment(row.created_at),
    }  # fmt: skip
    if not whole:
        return shape
    words = {"title": row.title, "summary": row.summary, "body": row.body}
    return {**shape, **words, "facts": row.facts, "sections": row.sections}


def verdict(row: Verdict) -> dict[str, Any]:
    number = row.revision.number
    return {
        "id": row.pk, "url": note_path(row.revision.note.slug, f"history/{number}"), "revision": number,
        "answer": row.answer, "reason": row.reason, "reviewer": person(row.reviewer),
        "created_at": moment(row.created_at),
    }  # fmt: skip


def run(row: Run) -> dict[str, Any]:
    """Wants note, author and organisation loaded with it."""
    house = row.house
    return {
        "id": row.pk, "url": run_path(row.note.slug, row.pk), "author": author_data(row.voice),
        "organisation": {"slug": house.slug, "name": house.name} if house else None,
        "ran_on": row.ran_on.isoformat(), "group": row.group, "changed": row.changed, "body": row.body,
        "html": row.html, "created_at": moment(row.created_at), "updated_at": moment(row.updated_at),
    }  # fmt: skip


def doubt(row: Doubt) -> dict[str, Any]:
    """Wants note, person and who answered loaded with it."""
    return {
        "id": row.pk, "url": note_path(row.note.slug, "truth"), "reason": row.reason, "state": row.state,
        "answer": row.answer, "person": person(row.person), "created_at": moment(row.created_at),
        "answered_at": moment(row.answered_at),
    }  # fmt: skip


def collection(row: Collection, items: Sequence[Item] | None = None) -> dict[str, Any]:
    """Wants the curator loaded with it; with `items` the notes in it, too."""
    shape = {
        "id": row.pk, "url": collection_path(row.slug), "slug": row.slug, "title": row.title,
        "intro": row.intro, "html": row.html, "lang": row.lang, "curator": person(row.curator),
        "updated_at": moment(row.updated_at),
    }  # fmt: skip
    if items is None:
        return shape
    notes = [{"remark": item.remark, "note": note(item.note, whole=False)} for item in items]
    return {**shape, "notes": notes}
