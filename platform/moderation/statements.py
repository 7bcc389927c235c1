"""A statement of reasons in words: seven parts, the same on the page, in the letter and in the preview."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.naming import site_name
from moderation.models import Statement, Verdict

MONTHS = 6
"""In which an appeal can be made (Digital Services Act, article 20)."""


@dataclass(frozen=True)
class Part:
    """`url`: where one can read more, or ""."""

    name: str
    heading: str
    text: str
    url: str = ""
    link: str = ""


def decided_words(verdict: str) -> str:
    """What was decided, to the person whom it restricts."""
    return {
        Verdict.EDIT: _("A moderator changed what you wrote."),
        Verdict.HIDE: _("We hid this: nobody but the moderators sees it."),
        Verdict.REMOVE: _("We removed this: nobody sees it."),
        Verdict.MOVE: _("We moved this to another place."),
        Verdict.SPLIT: _("We made a conversation of its own of this."),
        Verdict.CLOSE: _("We closed this conversation: it can be read, and nobody writes in it."),
        Verdict.SLOW: _("We slowed this room down: one waits between two messages."),
        Verdict.WARN: _("We warn you. Nothing is taken from you; the next time we may do more."),
        Verdict.SILENCE: _("You can read in this room, but not write."),
        Verdict.SUSPEND: _("Your account is paused: you can read, but not write."),
        Verdict.BAN: _("You can read here, but no longer write."),
        Verdict.SWEEP: _("We hid all that you wrote, and you can read here, but no longer write."),
        Verdict.REFUSE: _("We did not publish this."),
        Verdict.RETAG: _("We took a tag off this."),
        Verdict.RENAME: _("We replaced your name by a neutral one, wherever it stands."),
    }.get(Verdict(verdict), "")


def appeal_until(moment: datetime) -> datetime:
    """Six months on, to the day; the last day of a month where that has no such day."""
    month = moment.month + MONTHS
    year, month = moment.year + (month - 1) // 12, (month - 1) % 12 + 1
    day = min(moment.day, monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)


def may_be_appealed(moment: datetime) -> bool:
    return timezone.now() <= appeal_until(moment)


def parts_of(statement: Statement) -> Sequence[Part]:
    """All seven, in the interface's language."""
    return [
        Part("decided", _("What we decided"), _what(statement)),
        Part("scope", _("Where it holds"), _scope(statement)),
        Part("duration", _("For how long"), _duration(statement)),
        Part("facts", _("Why: what happened"), _facts(statement)),
        Part("automatic", _("Whether a machine had a part in it"), _automatic(statement)),
        _ground(statement),
        Part("redress", _("If you do not agree"), _redress(statement)),
    ]


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j E Y")


def _minute(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j E Y, H:i")


def _what(row: Statement) -> str:
    words = decided_words(row.verdict)
    if not row.title or row.kind == "person":
        return words
    return _("%(words)s It is about “%(title)s”.") % {"words": words, "title": row.title}


def _scope(row: Statement) -> str:
    if row.where:
        return _("Only in “%(place)s”, on this site.") % {"place": row.where}
    return _("On this whole site (%(site)s), from whatever country it is read. Nowhere else.") % {
        "site": site_name()
    }


def _duration(row: Statement) -> str:
    if row.verdict == Verdict.WARN:
        return _("A warning ends with being read.")
    if row.until is not None:
        return _("Until %(moment)s.") % {"moment": _minute(row.until)}
    return _("Until a moderator undoes it; no end is set.")


def _facts(row: Statement) -> str:
    found = {
        Statement.Found.NOTICE: _(
            "Somebody reported it, and a moderator looked at it. We do not say who."
        ),
        Statement.Found.OWN: _("A moderator came upon it; nobody had reported it."),
        Statement.Found.FILTER: _(
            "Our rules for new people held it back until a moderator had read it."
        ),
    }[Statement.Found(row.found)]
    return f"{row.reason}\n\n{found}"


def _automatic(row: Statement) -> str:
    if row.found == Statement.Found.FILTER:
        return _(
            "A program held it back by fixed rules. A person read it and decided: no program did."
        )
    return _("No. People found it, and a person decided.")


def _ground(row: Statement) -> Part:
    name, provision = row.ground_in("name"), row.ground_in("provision")
    if provision:
        head = _("It is against the law: %(name)s (%(provision)s).") % {
            "name": name,
            "provision": provision,
        }
    else:
        head = _("It is against our rules: %(name)s.") % {"name": name}
    anchor = row.ground_words.get("anchor", "")
    return Part(
        "ground", _("By which rule"), f"{head} {row.ground_in('explanation')}",
        f"/about/rules/#{anchor}" if anchor else "/about/rules/", _("What the rules say"),
    )  # fmt: skip


def _redress(row: Statement) -> str:
    return _(
        "Until %(day)s you can appeal on the page of this statement. It costs nothing, and another moderator"
        " decides. You can also turn to a body for settling disputes out of court that is certified under"
        " article 21 of the Digital Services Act, or to a court."
    ) % {"day": _day(appeal_until(row.created_at))}
