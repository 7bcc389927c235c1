"""The practice notes of the demo region."""

from datetime import timedelta
from typing import Any

from directory.models import Organisation
from notes.access import full
from notes.actions.writing import notes_changed
from notes.models import PracticeNote, Revision, TaggedNote
from notes.states import WORDS, more_of, state_of
from notes.structure.parts import parts_of
from notes.texts import easy_part, rendered
from notes.truth.dates import USUAL
from portal.demo.note_life import live
from portal.demo.people import People
from portal.demo.reading import Clock, Row, rows
from taxonomy.models import Audience, PracticeArea
from taxonomy.tags import tags_by_name


def fresh_notes() -> list[Row]:
    """The notes of notes-*.toml whose address is free."""
    wanted = rows("notes", "notes-")
    slugs = [row["slug"] for row in wanted]
    known = set(PracticeNote.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    fresh = [row for row in wanted if row["slug"] not in known]
    return sorted(fresh, key=lambda row: -int(row["at"].split(" ")[0]))


def load_notes(wanted: list[Row], people: People, clock: Clock) -> list[int]:
    """Writes these notes, each with its first revision; their ids."""
    if not wanted:
        return []
    slugs = {row["organisation"] for row in wanted}
    houses = {house.slug: house for house in Organisation.objects.filter(slug__in=slugs)}
    notes = PracticeNote.objects.bulk_create(
        [_note(row, people, houses.get(row["organisation"]), clock) for row in wanted]
    )
    pairs = list(zip(notes, wanted, strict=True))
    tags = tags_by_name(tag for row in wanted for tag in row["tags"])
    TaggedNote.objects.bulk_create(
        TaggedNote(content_object=note, tag=tags[tag]) for note, row in pairs for tag in row["tags"]
    )
    _shelve(pairs)
    _relate(pairs)
    _remember(notes)
    live(pairs, people, clock)
    notes_changed()
    return [note.pk for note in notes]


def _note(row: Row, people: People, house: Organisation | None, clock: Clock) -> PracticeNote:
    made = clock.at(row["at"])
    body = text_of(row["body"])
    sections = {name: text_of(text) for name, text in row.get("sections", {}).items()}
    easy = text_of(row.get("easy", ""))
    published = row["status"] == PracticeNote.Status.PUBLISHED
    return PracticeNote(
        slug=row["slug"],
        title=row["title"],
        summary=row["summary"],
        body=body,
        html=rendered(parts_of(body, sections, row["lang"])),
        template=row.get("template", "free"),
        facts=row.get("facts", {}),
        sections=sections,
        easy=easy,
        easy_html=rendered(easy_part(easy)),
        lang=row["lang"],
        author=people[row["author"]],
        organisation=house,
        in_its_name=house is not None and row.get("in_its_name", False),
        licence=row["licence"],
        status=row["status"],
        published_at=made if published else None,
        review_by=max(made.date() + USUAL, clock.today + SOON) if published else None,
        created_at=made,
        updated_at=made,
    )


SOON = timedelta(days=45)
"""Nobody is reminded of anything on the first day."""


def text_of(raw: str) -> str:
    return raw.strip("\n").rstrip()


def _relate(pairs: list[tuple[PracticeNote, Row]]) -> None:
    """Translations, by the addresses of their originals."""
    by_slug = {note.slug: note for note, _row in pairs}
    for note, row in pairs:
        original = by_slug.get(row.get("translation_of", ""))
        if original is not None:
            note.translation_of, note.translated_from = original, 1
            note.save(update_fields=["translation_of", "translated_from"])


def _remember(notes: list[PracticeNote]) -> None:
    """The first revision of each, with what it is made of."""
    kept = []
    for note in full(PracticeNote.objects.filter(pk__in=[note.pk for note in notes])):
        state = state_of(note)
        words = {name: state[name] for name in WORDS}
        kept.append(
            Revision(
                note=note, number=1, author=note.author, organisation_id=note.speaker_id,
                more=more_of(state), created_at=note.created_at, **words,
            )
        )  # fmt: skip
    Revision.objects.bulk_create(kept)


def _shelve(pairs: list[tuple[PracticeNote, Row]]) -> None:
    """Practice areas and audiences, by their codes."""
    for model, name, through, column in (
        (PracticeArea, "practices", PracticeNote.practices.through, "practicearea_id"),
        (Audience, "audiences", PracticeNote.audiences.through, "audience_id"),
    ):
        ids: dict[str, int] = dict(model.objects.values_list("code", "pk"))
        links: list[Any] = [
            through(practicenote_id=note.pk, **{column: ids[code]})
            for note, row in pairs
            for code in row[name]
            if code in ids
        ]
        through._default_manager.bulk_create(links)
