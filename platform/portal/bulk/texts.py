"""Texts by the thousand: sentences are made and rendered once, and then only put together."""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple

from kernel.markdown import render
from portal.bulk.vocabulary import (
    ENGLISH,
    ENGLISH_SENTENCES,
    ENGLISH_TITLES,
    POLISH,
    POLISH_SENTENCES,
    POLISH_TITLES,
)  # fmt: skip

SENTENCES, PARAGRAPHS, LISTS, TITLES = 3_000, 2_000, 150, 1_500
"""How many of each are made in a language (paragraphs of each length); a text is a choice among them."""
LONGEST = 4
"""Sentences of a paragraph."""
ENGLISH_SHARE = 0.2


class Text(NamedTuple):
    """Markdown and the HTML that `kernel.markdown.render` makes of it."""

    body: str
    html: str


class _Language:
    """The phrases of a language, and what is made of them beforehand."""

    def __init__(
        self,
        random: Random,
        words: Mapping[str, Sequence[str]],
        sentences: Sequence[str],
        titles: Sequence[str],
    ) -> None:
        self._random = random
        self._words = {slot: (phrases, _weights(len(phrases))) for slot, phrases in words.items()}
        patterns = [_inline(pattern) for pattern in sentences]
        self.sentences = [self._filled(random.choice(patterns)) for _ in range(SENTENCES)]
        self.paragraphs = {
            size: [self._paragraph(size) for _ in range(PARAGRAPHS)]
            for size in range(1, LONGEST + 1)
        }
        self.lists = [self._list() for _ in range(LISTS)]
        self.titles = [self._title(random.choice(titles)) for _ in range(TITLES)]

    def _filled(self, pattern: Text) -> Text:
        """The pattern with the same phrases in the text and in its HTML."""
        chosen = [self._phrase(slot) for slot in _SLOT.findall(pattern.body)]
        return Text(_with(chosen, pattern.body), _with(chosen, pattern.html))

    def _phrase(self, slot: str) -> str:
        phrases, weights = self._words[slot]
        return self._random.choices(phrases, cum_weights=weights)[0]

    def _title(self, pattern: str) -> str:
        title = self._filled(Text(pattern, "")).body
        return title[0].upper() + title[1:200]

    def _paragraph(self, size: int) -> Text:
        chosen = self._random.choices(self.sentences, k=size)
        body, html = " ".join(text.body for text in chosen), " ".join(text.html for text in chosen)
        return Text(body, f"<p>{html}</p>\n")

    def _list(self) -> Text:
        items = self._random.sample(self.sentences, 3)
        return Text(
            "\n".join(f"- {item.body}" for item in items),
            "".join(["<ul>\n", *(f"<li>{item.html}</li>\n" for item in items), "</ul>\n"]),
        )


_SLOT = re.compile(r"\{(\w+)\}")


def _with(phrases: Sequence[str], pattern: str) -> str:
    left = iter(phrases)
    return _SLOT.sub(lambda match: next(left), pattern)


def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (place + 2) for place in range(count)))


def _inline(pattern: str) -> Text:
    """A sentence with its slots still open, rendered: the phrases hold nothing that Markdown reads."""
    return Text(pattern, render(pattern).removeprefix("<p>").removesuffix("</p>\n"))


class Writer:
    """Writes texts at random: the same seed, the same texts in the same order."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._languages = {
            "pl": _Language(random, POLISH, POLISH_SENTENCES, POLISH_TITLES),
            "en": _Language(random, ENGLISH, ENGLISH_SENTENCES, ENGLISH_TITLES),
        }

    def lang(self) -> str:
        return "en" if self.random.random() < ENGLISH_SHARE else "pl"

    def title(self, lang: str) -> str:
        return self.random.choice(self._languages[lang].titles)

    def line(self, lang: str) -> Text:
        """A sentence or two, as one says in a chat."""
        return self._paragraph(lang, 2 if self.random.random() < 0.3 else 1)

    def post(self, lang: str) -> Text:
        """Two to seven sentences; now and then a list."""
        random = self.random.random
        count = 2 + int(random() * 6)
        text = self._paragraph(lang, min(count, LONGEST))
        if count > LONGEST:
            text = _joined((text, self._paragraph(lang, count - LONGEST)))
        if random() < 0.08:
            text = _joined((text, self.random.choice(self._languages[lang].lists)))
        return text

    def note(self, lang: str) -> str:
        """A longer text with headings, lists and all; how a note is rendered is the notes' affair."""
        blocks = [self._paragraph(lang, 3).body]
        for head in _HEADS[lang]:
            blocks += [f"## {head}", self._paragraph(lang, LONGEST).body]
            blocks += [
                self._paragraph(lang, 3).body,
                self.random.choice(self._languages[lang].lists).body,
            ]
        return "\n\n".join(blocks)

    def _paragraph(self, lang: str, size: int) -> Text:
        # random.choice is several times as slow, and this is asked a hundred thousand times.
        return self._languages[lang].paragraphs[size][int(self.random.random() * PARAGRAPHS)]


_HEADS = {
    "pl": ("Dla kogo", "Krok po kroku", "Co nie wyszło"),
    "en": ("For whom", "Step by step", "What failed"),
}


def _joined(blocks: Sequence[Text]) -> Text:
    return Text(
        "\n\n".join([text.body for text in blocks]), "".join([text.html for text in blocks])
    )
