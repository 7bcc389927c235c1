"""Bench notes, with what others tell of having done them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from composing.text import Part
from directory.models import Organisation
from forums.texts import slug_of
from kernel.markdown import PAGE_HEADING, excerpt, plain
from notes.actions.writing import notes_changed
from notes.models import PracticeNote, Revision, TaggedNote
from notes.texts import rendered
from portal.bulk.plan import Progress, Tell
from portal.bulk.rows import Rows, reserve
from portal.bulk.runs import figures_of, runs_of, write_runs
from portal.bulk.tagging import Tags
from portal.bulk.texts import Text, Writer
from search import index
from taxonomy.models import PracticeArea

BATCH = 1_000
SPAN = timedelta(days=700)
HOUSES = 2_000
"""So many organisations have notes."""


class Sources:
    """Who writes notes and about what, read once."""

    def __init__(self, authors: list[int], tags: Tags) -> None:
        self.authors, self.tags = authors, tags
        self.houses = list(
            Organisation.objects.order_by("-pk").values_list("pk", flat=True)[:HOUSES]
        )
        self.practices = list(PracticeArea.objects.values_list("pk", flat=True))


def add_notes(count: int, writer: Writer, sources: Sources, tell: Tell) -> None:
    progress = Progress("notes", count, tell)
    now = timezone.now()
    step = SPAN / count
    while progress.done < count:
        size = min(BATCH, count - progress.done)
        times = [now - SPAN + step * (progress.done + place + 1) for place in range(size)]
        with transaction.atomic():
            _write(times, writer, sources)
        progress.add(size)


def _write(times: list[datetime], writer: Writer, sources: Sources) -> None:
    random = writer.random
    ids = list(reserve(PracticeNote, len(times)))
    notes = []
    for pk, at in zip(ids, times, strict=True):
        lang = writer.lang()
        title, text = writer.title(lang), _text(writer.note(lang))
        house = random.choice(sources.houses) if sources.houses and random.random() < 0.6 else None
        notes.append(
            (pk, at, lang, title, _summary(text), text, random.choice(sources.authors), house)
        )
    done = {
        pk: runs_of(at, random, sources.authors, sources.houses)
        for pk, at in zip(ids, times, strict=True)
    }
    told = {pk: figures_of(some) for pk, some in done.items()}
    Rows(
        PracticeNote, "id", "slug", "title", "summary", "body", "html", "lang", "author_id",
        "organisation_id", "published_at", "created_at", "updated_at",
        "run_count", "run_houses", "last_run_on",
    ).write(
        (pk, f"{slug_of(title)}-{pk}", title, summary, text.body, text.html, lang, author, house, at, at, at,
         told[pk].run_count, told[pk].run_houses, _day(told[pk].last_run_on))
        for pk, at, lang, title, summary, text, author, house in notes
    )  # fmt: skip
    Rows(
        Revision, "note_id", "author_id", "title", "summary", "body", "created_at", number=1
    ).write(
        (pk, author, title, summary, text.body, at)
        for pk, at, _, title, summary, text, author, _ in notes
    )
    write_runs(((pk, lang, done[pk]) for pk, _, lang, *_ in notes), writer)
    sources.tags.put(TaggedNote, ids)
    through: Any = PracticeNote.practices.through
    Rows(through, "practicenote_id", "practicearea_id").write(
        (pk, practice)
        for pk in ids
        for practice in random.sample(sources.practices, min(2, len(sources.practices)))
    )
    index.enqueue("note", ids)
    notes_changed()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(body: str) -> Text:
    return Text(body, rendered((Part(body, PAGE_HEADING),)))


def _summary(text: Text) -> str:
    return excerpt(plain(text.html), limit=250)
