"""The words that organisations, notes and filters share, put into the database of a site."""

from collections.abc import Sequence

from django.db import transaction

from kernel.facts import publish
from taxonomy.editions import raise_edition
from taxonomy.facts import WordsMoved
from taxonomy.lists import AUDIENCES, FORMATS, HEADINGS, PRACTICES, Entry
from taxonomy.models import Audience, Format, OldPractice, PracticeArea, Word


def ensure_vocabulary() -> None:
    """Adds the words that are missing, and puts practice areas under their headings that stand under
    none. Words that somebody has renamed or moved stay as they are; what was removed does not come back."""
    with transaction.atomic():
        _ensure()


def _ensure() -> None:
    changed = _add(Audience, list(enumerate(AUDIENCES, start=1)))
    changed |= _add(Format, list(enumerate(FORMATS, start=1)))
    changed |= _add(PracticeArea, HEADINGS)
    for words in PRACTICES.values():
        changed |= _add(PracticeArea, list(enumerate(words, start=1)))
    if _put_under_headings():
        changed = True
        publish(WordsMoved())
    if changed:
        raise_edition("words")


def _add(model: type[Word], entries: Sequence[tuple[int, Entry]]) -> bool:
    table = model._default_manager
    known = set(table.values_list("code", flat=True))
    if model is PracticeArea:
        known |= set(OldPractice.objects.values_list("code", flat=True))
    missing = [
        model(code=code, name_pl=name_pl, name_en=name_en, position=position)
        for position, (code, name_pl, name_en) in entries
        if code not in known
    ]
    table.bulk_create(missing, ignore_conflicts=True)
    return bool(missing)


def _put_under_headings() -> bool:
    """Whether any had to be moved. A site's own order of what it has moved itself is left alone; a
    word that has become a heading there cannot stand under another."""
    moved: list[PracticeArea] = []
    words = {word.code: word for word in PracticeArea.objects.all()}
    own_headings = {word.parent_id for word in words.values()}
    for heading, entries in PRACTICES.items():
        above = words.get(heading)
        for position, (code, _name_pl, _name_en) in enumerate(entries, start=1):
            word = words.get(code)
            if above is None or word is None:
                continue
            if word.parent_id is None and word.pk not in own_headings and above.parent_id is None:
                word.parent, word.position = above, position
                moved.append(word)
    PracticeArea.objects.bulk_update(moved, ["parent", "position"])
    return bool(moved)
