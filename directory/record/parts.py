"""The parts of a record that every organisation has: what it says of itself, its words, its places.
Each is read for many organisations at once (see directory.record.values)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from accounts.models import User
from directory.actions.writing import set_words
from directory.models import TEXTS, Contact, Organisation
from directory.record import words as record_words
from directory.record.hours import register_hours
from directory.record.places import register_places
from directory.record.values import Part, Values, among, register
from directory.vocabulary.fields import ORGANISATION_FIELDS, WORD_FIELDS
from kernel import markdown

_OWN = ORGANISATION_FIELDS
_BLANK = Organisation()
"""For what a field is where nothing is written."""

# ── what it says of itself ──────────────────────────────────────────────────────────────────────


def _read_own(pks: Sequence[int]) -> dict[int, Values]:
    rows = Organisation.objects.filter(pk__in=pks).values("pk", *_OWN)
    return {row.pop("pk"): {name: _plain(value) for name, value in row.items()} for row in rows}


def _column(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "declared_on" else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _write_own(by: User | None, organisation: Organisation, values: Values) -> None:
    for name, value in values.items():
        setattr(
            organisation, name, getattr(_BLANK, name) if value is None else _column(name, value)
        )
        if name in TEXTS:
            setattr(organisation, TEXTS[name], markdown.render(getattr(organisation, name)))


def _own_private(name: str, values: Mapping[str, Any]) -> bool:
    if name == "shown_to":
        return True
    shown = (values.get("shown_to") or {}).get(name, Contact.Shown.EVERYBODY)
    return name in ("phone", "email") and shown != Contact.Shown.EVERYBODY


def _read_review(pks: Sequence[int]) -> dict[int, Values]:
    rows = Organisation.objects.filter(pk__in=pks).values_list("pk", "moderated")
    return {pk: {"moderated": moderated} for pk, moderated in rows}


# ── words ───────────────────────────────────────────────────────────────────────────────────────


def _read_words(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = {pk: {name: [] for name in WORD_FIELDS} for pk in pks}
    for name in WORD_FIELDS:
        rows = Organisation.objects.filter(pk__in=pks).exclude(**{name: None})
        for pk, code in rows.order_by(f"{name}__code").values_list("pk", f"{name}__code"):
            found[pk][name].append(code)
    return found


def _write_words(by: User | None, organisation: Organisation, values: Values) -> None:
    set_words(organisation, {name: codes or [] for name, codes in values.items()})


def register_parts() -> None:
    own = Part("own", _read_own, among(_OWN), _write_own, private=_own_private)
    register(own)
    register(Part("words", _read_words, among(WORD_FIELDS), _write_words))
    register_places()
    register_hours()
    register(Part("review", _read_review, among(["moderated"])))
    register(Part("merged", lambda pks: {}, among(["merged_into"])))
    # A day on which somebody said that all is right: written where nothing else has changed.
    register(
        Part(
            "confirmed", lambda pks: {}, among(["confirmed"]), None,
            record_words.confirmed_label, record_words.confirmed_words,
        )
    )  # fmt: skip
