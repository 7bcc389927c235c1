"""Two states of a note side by side, in words of the interface."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.differences import difference
from notes.models import Captions, Licence, PracticeNote
from notes.states import RELATED, State
from notes.structure.kinds import FACTS, SECTIONS, Cost, Template
from notes.structure.shown import time_words
from taxonomy.words import all_words

LABELS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In one or two sentences"),
    "body": gettext_lazy("Text"),
    "people": gettext_lazy("Group"),
    "minutes": gettext_lazy("Time"),
    "cost": gettext_lazy("Cost"),
    "staff": gettext_lazy("Who runs it"),
    "context": gettext_lazy("For whom and where"),
    "materials": gettext_lazy("What you need"),
    "steps": gettext_lazy("Step by step"),
    "access": gettext_lazy("Accessibility"),
    "risks": gettext_lazy("What to watch out for"),
    "failed": gettext_lazy("What did not work"),
    "results": gettext_lazy("What came out of it"),
    "template": gettext_lazy("Template"),
    "easy": gettext_lazy("Easy to read"),
    "sign_url": gettext_lazy("A film in sign language"),
    "captions": gettext_lazy("Films, for people who do not hear"),
    "licence": gettext_lazy("Licence"),
    "lang": gettext_lazy("Language of the text"),
    "source": gettext_lazy("Other sources"),
    "based_on": gettext_lazy("Adaptation of"),
    "based_on_url": gettext_lazy("Adaptation of"),
    "translation_of": gettext_lazy("Translation of"),
    "practices": gettext_lazy("Part of"),
    "audiences": gettext_lazy("For whom"),
    "tags": gettext_lazy("Tags"),
}
_CHOICES: Mapping[str, Any] = {
    "cost": Cost, "template": Template, "captions": Captions, "licence": Licence,
}  # fmt: skip


def label_of(name: str) -> str:
    return str(LABELS[name])


def words_of(name: str, value: Any) -> str:
    """A value as somebody reads it."""
    if value in (None, "", [], {}):
        return ""
    if name in _CHOICES:
        choices = _CHOICES[name]
        return str(choices(value).label) if value in choices.values else str(value)
    if name == "minutes":
        return time_words(value)
    if name in ("practices", "audiences"):
        lists = all_words()
        known = (
            dict(lists.audiences)
            if name == "audiences"
            else {a.code: a.name for a in lists.practices}
        )
        return ", ".join(known.get(code, code) for code in value)
    if name == "tags":
        return ", ".join(value)
    if name in RELATED:
        note = PracticeNote.objects.published().filter(pk=value).only("title").first()
        return note.title if note else _("a note that is not shown")
    return str(value)


def differences(old: State | None, new: State) -> list[tuple[str, SafeString]]:
    """(what, how it changed) of everything that did, in the order in which a note is read. What an old
    state does not say is not compared."""
    before = _flat(old or {})
    return [
        (label_of(name), difference(words_of(name, before.get(name, "")), words_of(name, value)))
        for name, value in _flat(new).items()
        if _differs(name, before, value, first=old is None)
    ]


def _differs(name: str, before: State, value: Any, *, first: bool) -> bool:
    if first:
        return value not in (None, "", [], {}) and name not in ("template", "lang")
    return name in before and before[name] != value


def _flat(state: State) -> State:
    """Facts and sections by their own names: each is there, even where it is empty."""
    flat: State = {}
    for name, value in state.items():
        if name == "facts":
            flat |= {key: value.get(key, "") for key in FACTS}
        elif name == "sections":
            flat |= {key: value.get(key, "") for key in SECTIONS}
        else:
            flat[name] = value
    return flat
