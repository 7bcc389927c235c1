"""What waits for a moderator: things with open reports, and all that is known of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.marks import mark_of
from moderation.grounds import named
from moderation.models import Decision, Report, Statement, Verdict
from moderation.offers import is_hidden, offered
from moderation.own_case import is_own_case
from moderation.registry import Moderated, Quote, kinds
from moderation.reported import AsReported, author_of, other_words

SHOWN = 50
DECIDED = 20
EARLIER = 10


@dataclass(frozen=True)
class Case:
    """A thing with its open reports, oldest first. Without `url` it is no longer there."""

    kind: str
    object_id: int
    title: str
    excerpt: str
    url: str
    reports: Sequence[Report]
    quotes: Sequence[Quote] = ()
    """What was sent with the reports, where moderators do not see the thing in its place."""
    around: Sequence[Quote] = ()
    """What stands around it, where they do."""
    reported: Sequence[AsReported] = ()
    """What was reported and does not read so any more."""
    gone: bool = False
    """Whether its author has taken it away."""
    private: bool = False

    @property
    def since(self) -> datetime:
        return self.reports[0].created_at

    @property
    def reasons(self) -> str:
        """What the reports say, each reason once."""
        return ", ".join(dict.fromkeys(report.get_reason_display() for report in self.reports))


@dataclass(frozen=True)
class Offer:
    """A verdict that can be chosen now. `needs`: the fields that belong to it."""

    value: str
    words: str
    follows: str
    needs: Sequence[str]


@dataclass(frozen=True)
class File:
    """Everything about one thing: as it is now, its reports and its decisions, newest first."""

    case: Case
    author: User | None
    before: int
    """How many decisions to hide something of this author there were."""
    earlier: Sequence[Statement]
    """What was decided about this author before."""
    reports: Sequence[Report]
    decisions: Sequence[Decision]
    verdicts: Sequence[Offer]
    hidden: bool
    why_not: str
    """Why the moderator who looks may not decide; "" where they may."""
    text: str = ""
    places: Sequence[tuple[str, str]] = ()

    @property
    def mark(self) -> str:
        """Of the words that the form shows."""
        return mark_of(self.text) if self.text else ""

    @property
    def suspends(self) -> bool:
        """Whether two of the verdicts ask for how long: the field is shown with one of them."""
        return sum("hours" in one.needs for one in self.verdicts) > 1

    @property
    def asks_place(self) -> bool:
        return any("place" in one.needs for one in self.verdicts)

    @property
    def seen(self) -> int:
        """The newest decision that the page shows."""
        return self.decisions[0].pk if self.decisions else 0


def _follows(verdict: str, *, gone: bool) -> str:
    """What follows from a verdict, to the moderator who chooses. `gone`: its author has taken it away."""
    if gone and verdict == Verdict.HIDE:
        return _("It stays away: its author cannot bring it back, and reads your reason.")
    return {
        Verdict.KEEP: _("The author hears nothing; who reported it is thanked."),
        Verdict.RESTORE: _("Everybody sees it again, and its author is told."),
        Verdict.HIDE: _(
            "Only its number stays. The author reads your reason, and who reported it is told."
        ),
        Verdict.EDIT: _("Everybody reads the new words, and that a moderator changed them."),
        Verdict.REMOVE: _("Nobody sees it any more, moderators neither. It can be brought back."),
        Verdict.MOVE: _("It is read elsewhere from now on, and its old address leads there."),
        Verdict.SPLIT: _("It begins a new conversation under the title that you give."),
        Verdict.CLOSE: _("It can be read, and nobody but moderators writes in it."),
        Verdict.SLOW: _("Everybody waits between two messages in this room."),
        Verdict.WARN: _("Everything stays as it is. The author reads your warning."),
        Verdict.SILENCE: _("The author reads in this room, and does not write there."),
        Verdict.SUSPEND: _("The author reads everything and writes nothing."),
        Verdict.BAN: _("The author reads and writes nothing more, until somebody undoes it."),
        Verdict.RETAG: _("The topic stays, without this tag."),
        Verdict.RENAME: _("A neutral name with a number stands wherever this one stood."),
    }.get(Verdict(verdict), "")


def open_cases(viewer: User) -> list[Case]:
    """The things whose reports wait longest."""
    waiting = (
        Report.objects.filter(decision=None)
        .select_related("reporter", "notice")
        .order_by("created_at", "pk")
    )
    grouped: dict[tuple[str, int], list[Report]] = {}
    for report in waiting[: SHOWN * 4]:
        grouped.setdefault((report.kind, report.object_id), []).append(report)
    found = (_case(viewer, *named_by, reports) for named_by, reports in grouped.items())
    return [case for case in found if case is not None][:SHOWN]


def _case(
    viewer: User, kind: str, object_id: int, reports: Sequence[Report], *, around: bool = False
) -> Case | None:
    """None for what other moderators look after. `around`: for its own page, with all that belongs to it."""
    moderated = kinds.get(kind)
    thing = moderated.judged(viewer, object_id) if moderated else None
    others = other_words(reports, moderated, thing) if moderated else []
    if moderated is None or thing is None:
        return Case(
            kind, object_id, _("It is no longer there"), others[-1].words if others else "", "", reports,
            reported=others,
        )  # fmt: skip
    if not moderated.in_charge(viewer, thing):
        return None
    quotes = moderated.quotes(thing)
    private = moderated.private(thing)
    # What is private is read on the case's own page alone, where the log sees the look.
    shut = private and not around
    # A list shows what was reported: the words that stand there now may be quite harmless ones.
    now = others[-1].words if others and not around else moderated.excerpt(thing)
    return Case(
        kind,
        object_id,
        _("A message of a private conversation") if shut else moderated.title(thing),
        "" if shut else now,
        moderated.url(thing),
        reports,
        quotes,
        moderated.around(thing) if around else (),
        reported=others,
        gone=moderated.gone(thing),
        private=private,
    )


def file_of(viewer: User, kind: str, object_id: int) -> File:
    """What is known of a thing. 404 when it is not there and nobody has reported it."""
    reports = list(
        Report.objects.filter(kind=kind, object_id=object_id)
        .select_related("reporter", "notice").order_by("-pk")[:SHOWN]
    )  # fmt: skip
    waiting = [report for report in reversed(reports) if report.decision_id is None]
    case = _case(viewer, kind, object_id, waiting, around=True)
    if kind not in kinds or case is None or (not case.url and not waiting):
        raise Http404
    moderated = kinds[kind]
    thing: Any | None = moderated.judged(viewer, object_id)
    # Answered reports, too: an appeal is about what they told of.
    case = replace(case, reported=other_words(reversed(reports), moderated, thing))
    author = User.objects.filter(pk=author_of(moderated, thing, waiting) or 0).first()
    decisions = Decision.objects.filter(kind=kind, object_id=object_id).select_related("moderator")
    hidden = Decision.objects.filter(author=author, verdict=Verdict.HIDE)
    about = Statement.objects.filter(person=author).exclude(kind=kind, object_id=object_id)
    return File(
        case=case,
        author=author,
        before=hidden.exclude(kind=kind, object_id=object_id).count() if author else 0,
        earlier=list(about.order_by("-pk")[:EARLIER]) if author else [],
        reports=reports,
        decisions=named(decisions.order_by("-pk")[:SHOWN]),
        verdicts=[
            _offer(moderated, verdict, gone=case.gone)
            for verdict in offered(moderated, thing, author.pk if author else None)
        ],
        hidden=thing is not None and is_hidden(kind, object_id),
        why_not=is_own_case(viewer, moderated, object_id, thing),
        text=moderated.text(thing) if thing is not None else "",
        places=moderated.places(viewer, thing) if thing is not None else (),
    )


def _offer(moderated: Moderated, verdict: str, *, gone: bool) -> Offer:
    measure = moderated.measures.get(verdict)
    needs = measure.needs if measure else ("hours",) if verdict == Verdict.SUSPEND else ()
    return Offer(str(verdict), str(Verdict(verdict).label), _follows(verdict, gone=gone), needs)


def latest_decisions() -> Sequence[Decision]:
    rows = Decision.objects.select_related("author", "moderator", "statement")
    return named(rows.order_by("-created_at", "-pk")[:DECIDED])
