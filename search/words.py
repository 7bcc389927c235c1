"""The words of the index: those of entries that everybody may read, and of no others."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, Subquery
from django.db.models.expressions import OrderBy

from accounts.viewer import Audience
from search import names, synonyms
from search.engines import local
from search.language import analyse, fold, words
from search.language.alike import Alikes
from search.language.question import Known
from search.language.vocabulary import vocabulary_of
from search.models import Entry, Word, WordChange

Changes = dict[str, list[int]]
"""`{form: [documents, capital, plain]}`."""

MERGED_AT_ONCE = 500
FOLDED, STEM = 50, 50
"""Letters that the columns have room for: a Korean syllable is three when it is taken apart."""


class Ledger:
    """Adds up what changes in the words while entries come, change and go."""

    def __init__(self) -> None:
        self.changes: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, kind: str, title: str, text: str) -> None:
        self._count(kind, title, text, 1)

    def take(self, kind: str, title: str, text: str) -> None:
        self._count(kind, title, text, -1)

    def _count(self, kind: str, title: str, text: str, sign: int) -> None:
        if kind == "organisation":
            title, text = _without_capitals(title, text)
        for form, (documents, capital, plain) in vocabulary_of((title, text)).items():
            change = self.changes[form]
            change[0] += sign * documents
            change[1] += sign * capital
            change[2] += sign * plain

    def record(self) -> None:
        """Writes down what has changed, for `merge` to count in."""
        changes = {form: change for form, change in self.changes.items() if any(change)}
        if changes:
            WordChange.objects.create(changes=changes)


def _without_capitals(title: str, text: str) -> tuple[str, str]:
    """In the name of a house every word has a capital: that makes no name of "Muzeum". Nor do the names of
    places in the line that the index adds make one of "Małe" (in Koszyce Małe): each word there counts as
    one that opens a sentence, where a capital says nothing."""
    written, _, added = text.rpartition("\n")
    return title.lower(), "\n".join([written, *added.split()])


def tick() -> bool:
    """Counts in the background; True when more waits."""
    return merge() >= MERGED_AT_ONCE


def merge() -> int:
    """Counts recorded changes into the words; how many records that were."""
    with transaction.atomic():
        due = WordChange.objects.order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        records = list(due[:MERGED_AT_ONCE])
        if not records:
            return 0
        total: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for record in records:
            for form, change in record.changes.items():
                for place, value in enumerate(change):
                    total[form][place] += value
        _write(total)
        WordChange.objects.filter(pk__in=[record.pk for record in records]).delete()
    return len(records)


def _write(changes: Mapping[str, Sequence[int]]) -> None:
    # Rows in one order: two processes that merge at once must not lock each other out.
    rows: list[tuple[str | int, ...]] = [
        (form, fold(form)[:FOLDED], analyse(form).stem[:STEM], *changes[form])
        for form in sorted(changes)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_word (form, folded, stem, documents, capital, plain)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (form) DO UPDATE SET"
            " documents = search_word.documents + excluded.documents,"
            " capital = search_word.capital + excluded.capital,"
            " plain = search_word.plain + excluded.plain",
            rows,
        )
        falling = [(form,) for form, change in changes.items() if change[0] < 0]
        if falling:
            cursor.executemany(
                "DELETE FROM search_word WHERE form = %s AND documents <= 0", falling
            )


def recount() -> int:
    """Counts all words anew and puts them in the place of the old; how many there are.

    The entries are read by one statement, so as of one moment; what is recorded later stays to merge.
    """
    counted = Ledger()
    until = Subquery(WordChange.objects.order_by("-pk").values("pk")[:1])
    seen = 0
    rows = Entry.objects.filter(shelf__audience=Audience.PUBLIC)
    for kind, title, text, newest in rows.values_list("kind", "title", "text", until).iterator(
        chunk_size=500
    ):
        counted.add(kind, title, text)
        seen = newest or 0
    with transaction.atomic():
        Word.objects.all().delete()
        Word.objects.bulk_create(
            (
                Word(
                    form=form,
                    folded=fold(form)[:FOLDED],
                    stem=analyse(form).stem[:STEM],
                    documents=d,
                    capital=c,
                    plain=p,
                )
                for form, (d, c, p) in counted.changes.items()
            ),
            batch_size=2_000,
        )
        WordChange.objects.filter(pk__lte=seen).delete()
    return len(counted.changes)


FIGURES = ("form", "documents", "capital", "plain")


def beginning_with(field: str, start: str) -> Q:
    """Rows whose text begins so, by the index: SQLite's LIKE has no use for one."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": start, f"{field}__lt": start + "\U0010ffff"})
    return Q(**{f"{field}__startswith": start})


class ByLetters(OrderBy):
    """The order of the index that finds beginnings, without a language's own rules. By any other PostgreSQL goes
    through the whole table in that order until it has met enough of them."""

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        # Django looks for one of its two words in every order.
        template = "%(expression)s USING ~<~ /* ASC */"
        return self.as_sql(compiler, connection, template=template, **more)


class IndexLexicon:
    """What the index tells somebody who may read what these audiences may."""

    def __init__(self, audiences: Collection[str]) -> None:
        self._audiences = audiences

    def look_up(self, folded: Collection[str]) -> Mapping[str, Sequence[Known]]:
        found: defaultdict[str, list[Known]] = defaultdict(list)
        if folded:
            rows = Word.objects.filter(folded__in=folded, documents__gt=0)
            for form, *figures in rows.values_list(*FIGURES):
                found[fold(form)].append(Known(form, *figures))
        return found

    def beginning(self, folded: str, most: int) -> Sequence[Known]:
        rows = Word.objects.filter(beginning_with("folded", folded), documents__gt=0)
        known = rows.order_by("-documents", "form").values_list(*FIGURES)[:most]
        return [Known(*figures) for figures in known]

    def with_stems(self, stems: Collection[str]) -> Sequence[Known]:
        rows = Word.objects.filter(stem__in=stems, documents__gt=0)
        return [Known(*figures) for figures in rows.values_list(*FIGURES)]

    def alike(self) -> Alikes:
        return synonyms.alikes()

    def is_name(self, lemmas: Collection[str]) -> bool:
        return not names.place_lemmas().isdisjoint(lemmas)

    def holds(self, terms: Collection[str]) -> bool:
        return bool(local.engine().holders(terms, self._audiences, 1))

    def shows(self, form: str) -> bool:
        # The words are counted a moment after the entries; a suggestion must hold at this moment.
        ids = local.engine().holders(analyse(form).lemmas, (Audience.PUBLIC,), 50)
        texts = Entry.objects.filter(pk__in=ids).values_list("title", "text")
        return any(form in words(f"{title}\n{text}") for title, text in texts)
