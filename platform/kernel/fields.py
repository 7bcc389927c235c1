"""What a person typed into the fields of a form, or sent in their place, as it may be kept."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kernel.gate import NAME_LIMIT, required_text
from kernel.refusals import Invalid


def gathered(**fields: Callable[[], Any]) -> dict[str, Any]:
    """The values of all fields, or Invalid with the sentences of every wrong one at once."""
    values: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, make in fields.items():
        try:
            values[name] = make()
        except ValueError as error:  # BadText is one
            wrong[name] = [str(error)]
        except Invalid as error:
            wrong.update(error.fields)
    if wrong:
        raise Invalid(wrong)
    return values


def read_title(raw: object) -> str:
    return required_text(raw, limit=NAME_LIMIT, lines=False, name=True)


def read_lang(raw: object) -> str:
    """A language as two letters: "pl", "en", "uk"."""
    if not isinstance(raw, str) or not re.fullmatch("[a-z]{2}", raw):
        raise Invalid({"lang": [_("Choose a language from the list.")]})
    return raw


def judged(
    raw: Mapping[str, Any], judges: Mapping[str, Callable[[Any], Any]]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Of the fields that are given, those that their judges let pass, as these return them; and the
    sentences of the others, which they refuse by a ValueError."""
    clean: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, judge in judges.items():
        if name in raw:
            try:
                clean[name] = judge(raw[name])
            except ValueError as error:  # BadText is one
                errors[name] = [str(error)]
    return clean, errors


def one_of(choices: Sequence[str]) -> Callable[[Any], str]:
    """The judge of a choice."""

    def judge(raw: Any) -> str:
        if raw not in choices:
            raise ValueError(_("Choose one from the list."))
        return str(raw)

    return judge
