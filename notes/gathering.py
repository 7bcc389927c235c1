"""What somebody gives of a note, field by field, as it may be kept: every door's words pass here."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from accounts.models import User
from kernel.fields import gathered, read_lang, read_title
from notes import origin, texts
from notes.models import PracticeNote
from notes.states import State
from notes.structure.reading import read_facts, read_sections, read_template
from taxonomy.tags import read_tags


def _sorted(read: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
    return lambda raw: sorted(read(raw))


JUDGES: Mapping[str, Callable[[Any], Any]] = {
    "title": read_title,
    "summary": texts.read_summary,
    "body": texts.read_body,
    "template": read_template,
    "facts": read_facts,
    "sections": read_sections,
    "easy": texts.read_easy,
    "sign_url": texts.read_address,
    "captions": texts.read_captions,
    "practices": _sorted(texts.read_practices),
    "audiences": _sorted(texts.read_audiences),
    "tags": _sorted(read_tags),
    "licence": texts.read_licence,
    "lang": read_lang,
    "source": texts.read_source,
}
RELATIONS = ("based_on", "translation_of")
"""Given as addresses; kept as ids."""


def read_state(by: User, given: Mapping[str, Any], old: State, note_id: int | None = None) -> State:
    """The state with what is given changed; None leaves a field. Raises Invalid with every wrong field."""
    unknown = given.keys() - {*JUDGES, *RELATIONS}
    if unknown:
        raise TypeError(f"a note has no {', '.join(sorted(unknown))}")
    fields: dict[str, Callable[[], Any]] = {
        name: lambda judge=JUDGES[name], raw=raw: judge(raw)  # type: ignore[misc]
        for name, raw in given.items()
        if raw is not None and name in JUDGES
    }
    if given.get("based_on") is not None and not _same_origin(given["based_on"], old):
        fields["based_on"] = lambda: origin.read_origin(by, given["based_on"], note_id)
    if given.get("translation_of") is not None and not _same_original(given["translation_of"], old):
        fields["translation_of"] = lambda: origin.read_original(
            by, given["translation_of"], note_id
        )
    read = gathered(**fields)
    related = read.pop("based_on", {})
    originals = read.pop("translation_of", None)
    if originals is not None:
        related["translation_of"] = originals[0] if originals else None
    new = {**old, **read, **related}
    _check_licences(by, old, new, originals or ())
    return new


def _check_licences(by: User, old: State, new: State, named: Collection[int]) -> None:
    """A translation is an adaptation, too. `named`: what is translated, if that is said now: a
    translation that it was made from has a licence of its own."""
    for name in RELATIONS:
        if new["licence"] != old["licence"] or new[name] != old[name]:
            origin.check_licence(by, new[name], new["licence"], name=name)
    for pk in named:
        origin.check_licence(by, pk, new["licence"], name="translation_of")


def _same_origin(raw: object, old: State) -> bool:
    """What stood there stands on, also where the person may no longer see it."""
    return raw == origin.origin_address(_note(old["based_on"]), old["based_on_url"])


def _same_original(raw: object, old: State) -> bool:
    return raw == origin.origin_address(_note(old["translation_of"]), "")


def _note(pk: int | None) -> PracticeNote | None:
    return PracticeNote.objects.filter(pk=pk).only("slug").first() if pk else None


EMPTY: State = {
    "title": "", "summary": "", "body": "", "facts": {}, "sections": {}, "template": "free", "easy": "",
    "sign_url": "", "captions": "", "licence": "", "lang": "pl", "source": "", "based_on": None,
    "based_on_url": "", "translation_of": None, "practices": [], "audiences": [], "tags": [],
}  # fmt: skip
"""Before anything is written."""
