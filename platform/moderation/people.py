"""A person as moderators see them: how well they are known, by what, and what was decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.levels import Level
from accounts.models import User
from kernel.limits import FILES, LIMITS, LINKS, LOWEST, NAMES, WIDER
from moderation.grounds import named
from moderation.levels import Figures, earned, missing
from moderation.models import Act, Decision, Statement
from moderation.ports import figures_of

SHOWN = 50
TOLD = ("topic", "post", "message", "file")
"""The limits of which a person reads in their settings."""


@dataclass(frozen=True)
class Dossier:
    person: User
    figures: Figures
    acts: Sequence[Act]
    decisions: Sequence[Decision]
    statements: Sequence[Statement]

    @property
    def paused(self) -> bool:
        return self.person.suspended

    @property
    def level(self) -> str:
        return str(self.person.standing.label)

    @property
    def lines(self) -> list[tuple[str, int]]:
        figures = self.figures
        return [
            (_("days on which they read or wrote"), figures.days),
            (_("conversations opened"), figures.topics_read),
            (_("posts and notes that stand"), figures.written),
            (_("people whom they helped"), figures.thanked_by),
            (_("things hidden lately"), figures.upheld),
        ]

    @property
    def swept(self) -> Act | None:
        """The act that hid everything and was not undone."""
        sweeps = (act for act in self.acts if act.kind == Act.Kind.SWEPT)
        undone = {act.undoes_id for act in self.acts}
        return next((act for act in sweeps if act.pk not in undone), None)


def dossier_of(person: User) -> Dossier:
    """Six statements, however much there is."""
    about = Act.objects.filter(person=person).select_related("by")
    decided = Decision.objects.filter(author=person).select_related("moderator")
    return Dossier(
        person=person,
        figures=figures_of([person.pk]).get(person.pk, Figures()),
        acts=list(about.order_by("-at", "-pk")[:SHOWN]),
        decisions=named(decided.order_by("-pk")[:SHOWN]),
        statements=list(Statement.objects.filter(person=person).order_by("-pk")[:SHOWN]),
    )


@dataclass(frozen=True)
class Standing:
    """The same for the person, in their settings: what they may do, and what comes next."""

    level: Level
    allowed: Sequence[str]
    next: Sequence[str]
    pinned: bool


def standing_of(person: User) -> Standing:
    """Fills accounts.ports.standing_of."""
    level = person.standing
    following = Level(level + 1) if level < Level.REGULAR else None
    figures = figures_of([person.pk]).get(person.pk, Figures()) if following else Figures()
    wanted = (
        missing(figures, following) if following is not None and earned(figures) <= level else []
    )
    return Standing(
        level=level,
        allowed=_allowed(level),
        next=[] if person.level_pinned else wanted,
        pinned=person.level_pinned,
    )


def _allowed(level: Level) -> list[str]:
    said = {
        "topic": _("start %(n)s conversations in an hour"),
        "post": _("write %(n)s replies in an hour"),
        "message": _("say %(n)s things in the chat in ten minutes"),
        "file": _("send %(n)s files in an hour"),
    }
    caps = {"links": LINKS, "names": NAMES, "files": FILES}
    lines = [said[action] % {"n": _most(action, level)} for action in TOLD]
    if level == Level.NEWCOMER:
        lines.append(
            _("put %(links)s links, %(names)s names with @ and %(files)s files into one text")
            % caps
        )
    else:
        lines.append(_("put links and files into your texts as you need them"))
    return lines


def _most(action: str, level: Level) -> int:
    """In an hour, of the chat in ten minutes."""
    windows = LOWEST[action] if level == Level.NEWCOMER else LIMITS[action]
    span = 600 if action == "message" else 3600
    return min(times * max(1, span // seconds) for times, seconds in windows) * WIDER[level]
