"""The place in a text where a question is met, with the words that meet it marked.

The text is escaped piece by piece, and only then are our own marks put around words; so a text that
has markup in it, or that looks like our marks, shows as the text it is. One implementation for all
engines: they work on terms, and only here are these words of a person again.
"""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.language import analyse, fold
from search.language.question import Question
from search.language.tokens import LONGEST, WORD, Token

EXCERPT = 220
"""Characters of an excerpt, without marks."""
BEFORE = 60
"""Characters before the first marked word, so that it does not stand without its sentence."""
SCANNED = 40_000
SHORT = 6
WORDS_TOLD = 6


class Marked(NamedTuple):
    """A hit in words: safe HTML, and the words that met the question as they stand there."""

    title: SafeString
    excerpt: SafeString
    words: list[str]


class Marker:
    """Marks the words of texts that meet a question."""

    def __init__(self, question: Question) -> None:
        bundles = [bundle for word in question.words for bundle in word.bundles]
        self._terms = frozenset(
            term
            for terms in (*(word.terms for word in question.words), *chain.from_iterable(bundles))
            for term in terms
        )
        self._prefixes = frozenset(prefix for word in question.words for prefix in word.prefixes)
        beginnings = [*self._terms, *self._prefixes, *(fold(word.form) for word in question.words)]
        self._letters = frozenset(beginning[:1] for beginning in beginnings)
        self._pairs = frozenset(beginning[:2] for beginning in beginnings)
        self._met: dict[str, str | None] = {}

    def hit(self, title: str, text: str) -> Marked:
        """A hit's title and excerpt, and the first few different words by which it was found."""
        text = " ".join(text[:SCANNED].split())
        titled, meeting = self._meeting(title), self._meeting(text)
        found: dict[str, str] = {}
        for token, _ in (*titled, *meeting):
            found.setdefault(token.word.lower(), token.word)
        return Marked(
            _marked(title, [token for token, _ in titled]),
            _excerpt(text, meeting),
            list(found.values())[:WORDS_TOLD],
        )

    def _meeting(self, text: str) -> list[tuple[Token, str]]:
        """The words that meet the question with the term by which; by their beginnings if no other does."""
        forms = {word[:LONGEST].lower() for word in WORD.findall(text)}
        likely = [form for form in forms if self._may_meet(form)]
        met = {form: term for form in likely if (term := self._term(form)) is not None}
        if not met:
            met = {form: p for form in likely if (p := analyse(form).prefix) in self._prefixes}
        if not met:
            return []
        return [
            (Token(word, found.start(), found.end()), met[small])
            for found in WORD.finditer(text)
            if (small := (word := found.group())[:LONGEST].lower()) in met
        ]

    def _may_meet(self, form: str) -> bool:
        """Whether a word is worth looking up. A word that the dictionary has not met lately costs as much
        as a hundred that are turned away here; only short words change their second letter (wieś, wsi)."""
        start = form[:2]
        if not start.isascii():
            start = fold(start)
        return start in self._pairs or (len(form) <= SHORT and start[:1] in self._letters)

    def _term(self, form: str) -> str | None:
        if form not in self._met:
            read = analyse(form)
            found = self._terms.intersection((*read.lemmas, read.english))
            self._met[form] = min(found, default=None)
        return self._met[form]


def _excerpt(text: str, meeting: Sequence[tuple[Token, str]]) -> SafeString:
    """About 220 characters of the text, where most different words of the question stand."""
    start, end = _window(text, meeting)
    inside = [
        Token(token.word, token.start - start, token.end - start)
        for token, _ in meeting
        if token.start >= start and token.end <= end
    ]
    piece = _marked(text[start:end], inside)
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return mark_safe(f"{before}{piece}{after}")


def _window(text: str, meeting: Sequence[tuple[Token, str]]) -> tuple[int, int]:
    """Where the excerpt begins and ends: whole words, most different terms inside, the earliest such."""
    if len(text) <= EXCERPT:
        return 0, len(text)
    best, first = (0, 0), 0
    for place, (token, _) in enumerate(meeting):
        inside = [
            term
            for t, term in meeting[place : place + 30]
            if t.end - token.start <= EXCERPT - BEFORE
        ]
        worth = (len(set(inside)), min(len(inside), 4))
        if worth > best:
            best, first = worth, token.start
    start = _word_start(text, max(0, min(first - BEFORE, len(text) - EXCERPT)))
    end = min(start + EXCERPT, len(text))
    if end < len(text):
        space = text.rfind(" ", max(start, first + 1), end)
        end = space if space > start else end
    return start, end


def _word_start(text: str, place: int) -> int:
    """The first beginning of a word at or after a place, not far from it."""
    if place == 0 or text[place - 1] == " ":
        return place
    space = text.find(" ", place, place + BEFORE - 1)
    return space + 1 if space >= 0 else place


def _marked(text: str, words: Collection[Token]) -> SafeString:
    pieces: list[str] = []
    done = 0
    for word in words:
        pieces.append(escape(text[done : word.start]))
        pieces.append(f"<mark>{escape(text[word.start : word.end])}</mark>")
        done = word.end
    pieces.append(escape(text[done:]))
    return mark_safe("".join(pieces))
