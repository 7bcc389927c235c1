"""A note in other languages, and whether a translation is behind its original."""

from dataclasses import dataclass

from django.db.models import Max

from notes.access import is_public
from notes.models import PracticeNote, Revision


@dataclass(frozen=True)
class Translation:
    note: PracticeNote
    behind: bool
    """The original has changed since, by more than a slip of the pen."""


def newest_weighty(note_id: int) -> int:
    """The number of the last revision that everybody reads and that changed something."""
    shown = Revision.objects.filter(note=note_id, state=Revision.State.SHOWN)
    weighty = shown.exclude(weight=Revision.Weight.TYPO)
    return weighty.aggregate(number=Max("number"))["number"] or 0


def original_of(note: PracticeNote) -> Translation | None:
    """What it is a translation of, as far as everybody may read that; `behind` is about this note."""
    original = note.translation_of
    if original is None or not is_public(original):
        return None
    return Translation(original, newest_weighty(original.pk) > (note.translated_from or 0))


def translations_of(note: PracticeNote) -> list[Translation]:
    """Of an original, those that everybody may read, by their language."""
    rows = list(
        PracticeNote.objects.published().filter(translation_of=note).order_by("lang", "pk")[:20]
    )
    newest = newest_weighty(note.pk) if rows else 0
    return [Translation(row, newest > (row.translated_from or 0)) for row in rows]


NAMES = {"pl": "po polsku", "en": "in English", "uk": "українською"}


def language_name(lang: str) -> str:
    """In itself: so that who reads it finds it."""
    return NAMES.get(lang, lang)
