"""What a poll is made of, as it may be kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forums.polls.models import Poll
from kernel.fields import gathered, read_title
from kernel.gate import BadText, required_text
from kernel.refusals import Invalid

LEAST, MOST = 2, 12
CHOICE_LIMIT = 200
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Asked:
    """A poll in words."""

    question: str
    choices: tuple[str, ...]
    most: int
    secret: bool
    changeable: bool
    results: str
    ends_at: datetime | None

    @property
    def payload(self) -> list[Any]:
        return [
            self.question, list(self.choices), self.most, self.secret, self.changeable, self.results,
            self.ends_at,
        ]  # fmt: skip


def read_poll(
    *,
    question: object,
    choices: object,
    most: object = 1,
    secret: object = True,
    changeable: object = True,
    results: object = Poll.Results.VOTED,
    ends_at: object = None,
) -> Asked:
    """Raises Invalid (question, choices, most, secret, changeable, results, ends_at)."""
    fields = gathered(
        question=lambda: read_title(question),
        choices=lambda: _choices(choices),
        secret=lambda: _flag("secret", secret),
        changeable=lambda: _flag("changeable", changeable),
        results=lambda: _results(results),
        ends_at=lambda: _end(ends_at),
    )
    fields["most"] = _most(most, len(fields["choices"]))
    return Asked(**fields)


def _choices(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        raise Invalid({"choices": [_("Give a list of answers.")]})
    if not LEAST <= len(raw) <= MOST:
        message = _("Give from %(least)d to %(most)d answers, each in a line of its own.")
        raise Invalid({"choices": [message % {"least": LEAST, "most": MOST}]})
    try:
        words = tuple(required_text(one, limit=CHOICE_LIMIT, lines=False, name=True) for one in raw)
    except BadText as error:
        raise Invalid({"choices": [str(error)]}) from error
    folded = [one.casefold() for one in words]
    twice = next((one for one in words if folded.count(one.casefold()) > 1), "")
    if twice:
        raise Invalid({"choices": [_("“%(choice)s” is there twice.") % {"choice": twice}]})
    return words


def _most(raw: object, choices: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= choices:
        raise Invalid({"most": [_("A number from 1 to %(most)d.") % {"most": choices}]})
    return raw


def _flag(name: str, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Invalid({name: [_("Say yes or no.")]})
    return raw


def _results(raw: object) -> str:
    if raw not in Poll.Results.values:
        raise Invalid({"results": [_("Choose when the results are shown.")]})
    return str(raw)


def _end(raw: object) -> datetime | None:
    """A moment to come within a year; none for a poll that somebody closes."""
    if raw is None:
        return None
    now = timezone.now()
    if (
        not isinstance(raw, datetime)
        or not timezone.is_aware(raw)
        or not now < raw <= now + FURTHEST
    ):
        raise Invalid({"ends_at": [not_within_a_year()]})
    return raw


def not_within_a_year() -> str:
    return _("Choose a day within the next year.")
