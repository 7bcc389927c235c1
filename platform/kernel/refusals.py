"""Why something was not done. Doors turn these into pages, problem documents or error frames."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _


class Refusal(Exception):
    """The base of all refusals: `message` is a sentence for the person, in their language."""

    status = 400
    code = "invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(Refusal):
    """The person may not do this, and may know that it exists."""

    status = 403
    code = "forbidden"


class Invalid(Refusal):
    """The input is wrong: `fields` maps a field's name to its sentences."""

    status = 422

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self.fields = {name: list(messages) for name, messages in fields.items()}
        super().__init__(" ".join(m for messages in self.fields.values() for m in messages))


class KeyReused(Refusal):
    """An idempotency key came back with another body."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("This form was already sent with another text."))


class Conflict(Refusal):
    """The object has changed since the person saw it."""

    status = 409
    code = "conflict"


class TooMany(Refusal):
    """A limit is reached; `retry_after` is in whole seconds, at least 1."""

    status = 429
    code = "rate_limited"

    def __init__(self, retry_after: float, *, newcomer: bool = False) -> None:
        self.retry_after = max(1, ceil(retry_after))
        if self.retry_after <= SOON:
            words = _("That was a lot at once. Wait a moment and try again.")
        elif newcomer:
            words = _(
                "Who is new here writes less at first, and you have reached the limit. You can go on"
                " %(when)s. What you wrote is kept until then."
            )
        else:
            words = _("That was a lot for one day or hour. You can go on %(when)s.")
        super().__init__(words % {"when": _moment_after(self.retry_after)})


SOON = 90
"""Seconds that are a moment: longer waits are told by the clock."""


def _moment_after(seconds: int) -> str:
    """ "at 18:40", "tomorrow at 0:10": by the site's clocks, rounded up to the minute."""
    now = timezone.localtime()
    then = timezone.localtime(now + timedelta(seconds=seconds + 59))
    words = _("at %(time)s") if then.date() == now.date() else _("tomorrow at %(time)s")
    return words % {"time": f"{then.hour}:{then.minute:02}"}


class Busy(Refusal):
    """Another writer holds the database: SQLite has one at a time, and an import may be long."""

    status = 503
    code = "busy"
    retry_after = 30

    def __init__(self) -> None:
        super().__init__(
            _("Something large is being written just now. Try again in half a minute.")
        )


class Away(Refusal):
    """The database cannot be asked just now: it starts, stops or cannot be reached."""

    status = 503
    code = "unavailable"
    retry_after = 5

    def __init__(self) -> None:
        super().__init__(
            _(
                "The site cannot reach its database just now. Nothing is lost. Try again in a moment."
            )
        )


class Full(Refusal):
    """There is no room left on the disk of the database or of the files."""

    status = 507
    code = "full"
    retry_after = 60

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no room left on our side, so this could not be kept. Reading goes on. Try"
                " again later: what you wrote is still with you."
            )
        )


class TooLarge(Refusal):
    """The body is larger than the door takes."""

    status = 413
    code = "too_large"

    def __init__(self) -> None:
        super().__init__(_("That is too large to send."))


class Moved(Refusal):
    """The object has another address now: one word of the path, `old`, is `new` there."""

    status = 409
    code = "moved"

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        super().__init__(_("This page has another address now. Open it there and try again."))

    def path_of(self, path: str) -> str:
        """The path with the new word in the place of the old one: "/forums/old/", "/feeds/forums/old.xml"."""
        words = path.split("/")
        for at, word in enumerate(words):
            name, dot, ending = word.partition(".")
            if word == self.old:  # handles have dots of their own
                words[at] = self.new
                break
            if name == self.old:
                words[at] = self.new + dot + ending
                break
        return "/".join(words)
