"""The practice notes of the demo region."""

from typing import Any

from directory.models import Organisation
from notes.actions.writing import notes_changed
from notes.models import PracticeNote, Revision, TaggedNote
from notes.structure.parts import parts_of
from notes.texts import rendered
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
    Revision.objects.bulk_create(
        Revision(
            note=note,
            number=1,
            author=note.author,
            organisation=note.organisation if note.in_its_name else None,
            title=note.title,
            summary=note.summary,
            body=note.body,
            created_at=note.created_at,
        )
        for note in notes
    )
    pairs = list(zip(notes, wanted, strict=True))
    tags = tags_by_name(tag for row in wanted for tag in row["tags"])
    TaggedNote.objects.bulk_create(
        TaggedNote(content_object=note, tag=tags[tag]) for note, row in pairs for tag in row["tags"]
    )
    _shelve(pairs)
    notes_changed()
    return [note.pk for note in notes]


def _note(row: Row, people: People, house: Organisation | None, clock: Clock) -> PracticeNote:
    made = clock.at(row["at"])
    body = row["body"].strip("\n").rstrip()
    return PracticeNote(
        slug=row["slug"],
        title=row["title"],
        summary=row["summary"],
        body=body,
        html=rendered(parts_of(body, row.get("sections", {}), row["lang"])),
        lang=row["lang"],
        author=people[row["author"]],
        organisation=house,
        in_its_name=house is not None and row.get("in_its_name", False),
        licence=row["licence"],
        status=row["status"],
        published_at=made if row["status"] == PracticeNote.Status.PUBLISHED else None,
        created_at=made,
        updated_at=made,
    )


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
