"""The texts of topics and posts as they may be kept: every door's actions pass here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kernel.gate import NAME_LIMIT, POST_LIMIT, BadText, required_text
from kernel.markdown import excerpt, plain, render
from kernel.refusals import Invalid
from taxonomy.models import FOLD

SLUG_LENGTH = 80


@dataclass(frozen=True)
class Written:
    """A body with the HTML made of it: rendered before any lock is taken, since it is the slow part."""

    body: str
    html: str

    @property
    def excerpt(self) -> str:
        return excerpt(plain(self.html))


def gathered(**fields: Callable[[], Any]) -> dict[str, Any]:
    """The values of all fields, or Invalid with the sentences of every wrong one at once."""
    values: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, make in fields.items():
        try:
            values[name] = make()
        except BadText as error:
            wrong[name] = [str(error)]
        except Invalid as error:
            wrong.update(error.fields)
    if wrong:
        raise Invalid(wrong)
    return values


def read_title(raw: object) -> str:
    return required_text(raw, limit=NAME_LIMIT, lines=False, name=True)


def read_body(raw: object) -> Written:
    body = required_text(raw, limit=POST_LIMIT)
    return Written(body, render(body))


def read_lang(raw: object) -> str:
    """A language as two letters: "pl", "en", "uk"."""
    if not isinstance(raw, str) or not re.fullmatch("[a-z]{2}", raw):
        raise Invalid({"lang": [_("Choose a language from the list.")]})
    return raw


def slug_of(title: str) -> str:
    """The title in an address: "Łódź jutro" is "lodz-jutro"."""
    return slugify(title.translate(FOLD))[:SLUG_LENGTH].strip("-") or "temat"
