"""What is like something else: a title that is being typed, or a topic or note that is there, by the terms
that tell it apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from accounts.viewer import Viewer, audiences_of
from search.documents import Card, Place, source_of
from search.engines import local
from search.engines.figures import Figures, figures
from search.engines.protocol import Hit, Query
from search.language import analyse, words
from search.language.question import NAME, PLAIN, Question, Word, question_of
from search.models import Entry
from search.query import LIMIT, ask, shown
from search.words import IndexLexicon

KINDS = ("topic", "note")
TELLING = 12
"""Words that stand for a text."""
READ = 8_000
"""Characters of it that are read."""
SHORTEST = 4
LEAST_ALIKE = 0.4
"""What is less like a thing than so much of the nearest is not said to be like it."""
COMMON, FEW = 10, 20
"""A word that stands in more than one in so many entries tells nothing; in FEW it may."""


@dataclass(frozen=True, slots=True)
class Similar:
    """Something like another, that the viewer may see."""

    kind: str
    card: Card


def similar(viewer: Viewer, title: str, *, of: Sequence[str], limit: int = 5) -> list[Similar]:
    """Objects of these kinds like a title, the nearest first. For a form that asks "is it this?"."""
    question = question_of(title[:LIMIT], IndexLexicon(audiences_of(viewer)))
    return _found(viewer, question, of, limit, but=None)


def like(viewer: Viewer, kind: str, object_id: int, *, limit: int = 5) -> list[Similar] | None:
    """Topics and notes like this one; None if the viewer may not see it."""
    source = source_of(kind) if kind in KINDS else None
    entry = Entry.objects.filter(kind=kind, object_id=object_id, part__lte=1).first()
    if source is None or entry is None:
        return None
    if not source.cards(viewer, [Place(object_id, entry.part)]):
        return None
    question = _telling(entry)
    return _found(viewer, question, KINDS, limit, but=(kind, object_id))


def _telling(entry: Entry) -> Question:
    """The words that tell a text apart, as a question."""
    counted: Counter[str] = Counter()
    forms: dict[str, str] = {}
    titled = words(entry.title)
    for form in (*titled, *titled, *words(entry.text[:READ])):
        if len(form) < SHORTEST or form.isdigit():
            continue
        read = analyse(form)
        if read.verb:
            continue
        counted[read.stem] += 1
        forms.setdefault(read.stem, form)
    known = figures()
    known.learn({f"{stem}~" for stem in counted}, local.engine().frequencies)
    worth = {stem: (1 + log(times)) * _rarity(stem, known) for stem, times in counted.items()}
    best = sorted((s for s in worth if worth[s]), key=lambda s: (-worth[s], s))[:TELLING]
    in_title = {analyse(form).stem for form in titled}
    return Question(
        tuple(
            Word(
                forms[stem],
                NAME if stem in in_title else PLAIN,
                analyse(forms[stem]).lemmas,
                (),
                stem,
            )
            for stem in best
        ),
        (),
    )


def _rarity(stem: str, known: Figures) -> float:
    """0 for what stands nowhere else, and for what stands everywhere."""
    there = known.frequency[f"{stem}~"]
    if there < 2 or there > max(FEW, known.entries // COMMON):
        return 0.0
    return known.rarity(f"{stem}~")


def _found(
    viewer: Viewer, question: Question, of: Sequence[str], limit: int, but: tuple[str, int] | None
) -> list[Similar]:
    if not question:
        return []
    found, _, _ = ask(Query(question, tuple(audiences_of(viewer)), limit=12 * limit))
    # The beginning of a topic, not the reply that fits: who is asking wants to know the question.
    hits: list[Hit] = [
        hit._replace(part=min(hit.part, 1))
        for hit in found.hits
        if hit.kind in of and (hit.kind, hit.object_id) != but
    ]
    floor = LEAST_ALIKE * hits[0].score if hits and but else 0.0
    near = [hit for hit in hits[: 2 * limit] if hit.score >= floor]
    return [Similar(r.kind, r.card) for r in shown(viewer, near, question)][:limit]
