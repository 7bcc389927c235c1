"""Notes from a file with one JSON object a line, a batch at a time: memory does not grow with the file."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kernel.facts import publish
from kernel.fields import gathered, read_lang, read_title
from kernel.gate import BadText, read_json, required_text
from kernel.markdown import excerpt
from kernel.refusals import Invalid, Refusal
from notes import texts
from notes.actions.writing import add_revision, finish, notes_changed
from notes.facts import NotePublished
from notes.models import Licence, PracticeNote, Revision, TaggedNote
from notes.paths import RESERVED_SLUGS
from notes.structure.parts import parts_of
from taxonomy.tags import TAG_COUNT, TAG_LENGTH, read_tags, tags_by_name

BATCH = 100
LINE_LIMIT = 512 * 1024
"""Bytes of a line: far more than a note may have."""
MOST_WRONG_SHOWN = 50
PROGRESS_EVERY = 1_000
ID_LIMIT = 180


class Line(NamedTuple):
    """A line that can be imported."""

    key: str
    title: str
    body: str
    html: str
    summary: str
    lang: str
    licence: str
    source: str
    tags: list[str]


def library_account() -> User:
    """The account that owns imported notes when nobody else does; nobody can log in with it."""
    person = User.objects.filter(handle="biblioteka-notatek").first()
    if person is None:
        person = User.objects.create_user(
            "biblioteka-notatek@localhost",
            None,
            handle="biblioteka-notatek",
            name="Biblioteka notatek",
        )
    return person


class Importer:
    """Takes lines; counts what became of them."""

    def __init__(
        self, *, author: User, progress: Callable[[int], None] = lambda lines: None
    ) -> None:
        self._author, self._progress = author, progress
        self.made = self.changed = self.same = self.wrong_count = 0
        self.wrong: list[tuple[int, str]] = []
        """(number of the line, what is wrong), of the first wrong ones."""
        self._next: dict[str, int] = {}
        """The next free number behind an address that several titles of the file share."""

    def take(self, lines: Iterable[bytes]) -> None:
        numbered = enumerate(lines, start=1)
        while chunk := list(islice(numbered, BATCH)):
            batch: dict[str, Line] = {}
            for number, raw in chunk:
                if not raw.strip():
                    continue
                try:
                    line = read_line(raw)
                except Refusal as error:
                    self._leave_out(number, error)
                    continue
                batch[line.key] = line  # of two lines with one id the later holds
            self._write(batch)
            if chunk[-1][0] % PROGRESS_EVERY < BATCH and chunk[-1][0] >= PROGRESS_EVERY:
                self._progress(chunk[-1][0])

    def _leave_out(self, number: int, error: Refusal) -> None:
        self.wrong_count += 1
        if len(self.wrong) < MOST_WRONG_SHOWN:
            fields = error.fields if isinstance(error, Invalid) else {}
            words = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in fields.items())
            self.wrong.append((number, words or error.message))

    def _write(self, batch: dict[str, Line]) -> None:
        if not batch:
            return
        with transaction.atomic():
            known = {
                note.source_key: note for note in PracticeNote.objects.filter(source_key__in=batch)
            }
            for key, note in known.items():
                self._change(note, batch[key])
            self._make([line for key, line in batch.items() if key not in known])

    def _change(self, note: PracticeNote, line: Line) -> None:
        fields = ("title", "body", "summary", "lang", "licence", "source")
        tags = sorted(note.tags.names())
        if all(getattr(note, name) == getattr(line, name) for name in fields) and tags == sorted(
            line.tags
        ):
            self.same += 1
            return
        for name in fields:
            setattr(note, name, getattr(line, name))
        note.html = texts.rendered(parts_of(note.body, note.sections, note.lang))
        note.tags.set(line.tags)
        add_revision(note, author_id=self._author.pk)
        finish(note, *fields, "html")
        self.changed += 1

    def _make(self, lines: Sequence[Line]) -> None:
        if not lines:
            return
        now = timezone.now()
        notes = [
            self._note(line, slug, now)
            for line, slug in zip(lines, self._slugs(lines), strict=True)
        ]
        PracticeNote.objects.bulk_create(notes)
        Revision.objects.bulk_create(
            Revision(
                note=note,
                number=1,
                author=self._author,
                title=note.title,
                summary=note.summary,
                body=note.body,
            )
            for note in notes
        )
        _tag(notes, lines)
        for note in notes:
            publish(NotePublished(note_id=note.pk))
        notes_changed()
        self.made += len(notes)

    def _slugs(self, lines: Sequence[Line]) -> list[str]:
        """A free address for each, none twice within the batch."""
        bases = [texts.slug_base(line.title) for line in lines]
        taken = set(PracticeNote.objects.filter(slug__in=bases).values_list("slug", flat=True))
        slugs: list[str] = []
        for base in bases:
            slug = base
            while slug in taken or slug in RESERVED_SLUGS:
                number = self._next.get(base) or texts.next_number(base)
                self._next[base] = number + 1
                slug = f"{base}-{number}"
            taken.add(slug)
            slugs.append(slug)
        return slugs

    def _note(self, line: Line, slug: str, now: Any) -> PracticeNote:
        return PracticeNote(
            slug=slug,
            title=line.title,
            summary=line.summary,
            body=line.body,
            html=line.html,
            lang=line.lang,
            licence=line.licence,
            source=line.source,
            source_key=line.key,
            author=self._author,
            published_at=now,
            created_at=now,
            updated_at=now,
        )


def read_line(raw: bytes) -> Line:
    """What a line says. Raises Invalid with what is wrong with it, field by field."""
    data = read_json(raw, limit=LINE_LIMIT)
    if not isinstance(data, dict):
        raise Invalid({"line": ["It is not a JSON object."]})
    fields = gathered(
        id=lambda: _read_id(data.get("id")),
        title=lambda: read_title(data.get("title")),
        body=lambda: texts.read_body(data.get("body")),
        lang=lambda: read_lang(data.get("lang", "pl")),
        tags=lambda: _read_tags(data.get("tags") or []),
        source=lambda: texts.read_source(_cut(data.get("source"), texts.SOURCE_LIMIT)),
        summary=lambda: texts.read_summary(_cut(data.get("summary"), texts.SUMMARY_LIMIT)),
    )
    return Line(
        key=f"import:{fields['id']}",
        title=fields["title"],
        body=fields["body"],
        html=texts.rendered(parts_of(fields["body"], {}, fields["lang"])),
        summary=fields["summary"],
        lang=fields["lang"],
        licence=_licence(data.get("licence")),
        source=fields["source"],
        tags=fields["tags"],
    )


def _read_id(raw: object) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    try:
        return required_text(raw, limit=ID_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"id": [str(error)]}) from error


def _read_tags(raw: object) -> list[str]:
    """Files of others have more and longer tags than fit here: the first that fit are taken."""
    if not isinstance(raw, list | str):
        raise Invalid({"tags": ["They are not a list."]})
    words = raw.split(",") if isinstance(raw, str) else raw
    short = [word for word in words if not isinstance(word, str) or len(word.strip()) <= TAG_LENGTH]
    return read_tags(short[:TAG_COUNT])


def _cut(raw: object, limit: int) -> object:
    """A side field of a file: too long is cut at a word, missing is empty."""
    if raw is None:
        return ""
    return (
        excerpt(raw[: limit * 4], limit=limit) if isinstance(raw, str) and len(raw) > limit else raw
    )


def _licence(raw: object) -> str:
    """A licence as it stands in files ("CC0-1.0", "CC-BY-4.0"); what nobody knows stays reserved."""
    word = raw.upper().replace("-", " ") if isinstance(raw, str) else ""
    if not word:
        return Licence.CC_BY
    for start, licence in (
        ("CC0", Licence.CC0), ("CC BY SA", Licence.CC_BY_SA), ("CC BY NC", Licence.CC_BY_NC), ("CC BY", Licence.CC_BY),
    ):  # fmt: skip
        if word.startswith(start):
            return licence
    return Licence.RESERVED


def _tag(notes: Sequence[PracticeNote], lines: Sequence[Line]) -> None:
    tags = tags_by_name(word for line in lines for word in line.tags)
    TaggedNote.objects.bulk_create(
        [
            TaggedNote(content_object=note, tag=tags[word])
            for note, line in zip(notes, lines, strict=True)
            for word in line.tags
        ],
        ignore_conflicts=True,
    )
