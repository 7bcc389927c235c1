"""What leads to a level, and what is known of a person for it. The one place with these numbers; where
they come from is in docs/decisions/trust.md.

A level is never taken away because somebody stays away for long: only a decision of a moderator lowers it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.levels import Level

CLEAN_DAYS = 60
"""So long after something of theirs was hidden nobody rises by themselves."""


@dataclass(frozen=True)
class Figures:
    """What a person has done here, counted from its sources."""

    days: int = 0
    """on which they read or wrote"""
    topics_read: int = 0
    posts_read: int = 0
    written: int = 0
    """posts and notes that stand"""
    thanked_by: int = 0
    """people whom an answer of theirs helped, or who took it as the answer"""
    upheld: int = 0
    """decisions of the last CLEAN_DAYS that hid something of theirs"""


@dataclass(frozen=True)
class Needs:
    """At least so much of each of the figures of the same name."""

    days: int
    topics_read: int
    posts_read: int
    written: int
    thanked_by: int


NEEDS: dict[Level, Needs] = {
    Level.MEMBER: Needs(days=2, topics_read=5, posts_read=20, written=1, thanked_by=0),
    Level.REGULAR: Needs(days=15, topics_read=20, posts_read=100, written=10, thanked_by=3),
}
"""Nobody becomes a curator by counting: moderators name them."""
QUICK_THANKS = 2
"""So many people who were helped make a newcomer at home at once: they vouch for them."""


def earned(figures: Figures) -> Level:
    """The highest level to which the figures lead."""
    if figures.upheld:
        return Level.NEWCOMER
    if _meets(figures, NEEDS[Level.REGULAR]):
        return Level.REGULAR
    if _meets(figures, NEEDS[Level.MEMBER]) or figures.thanked_by >= QUICK_THANKS:
        return Level.MEMBER
    return Level.NEWCOMER


def _meets(figures: Figures, needs: Needs) -> bool:
    return all(getattr(figures, name) >= number for name, number in vars(needs).items())


def missing(figures: Figures, level: Level) -> list[str]:
    """What is still needed for a level, in words; [] for a level that nobody reaches by counting."""
    needs = NEEDS.get(level)
    if needs is None:
        return []
    left = {name: getattr(needs, name) - getattr(figures, name) for name in vars(needs)}
    said = {
        "days": lambda n: ngettext(
            "come back on %(n)s more day", "come back on %(n)s more days", n
        ),
        "topics_read": lambda n: ngettext(
            "read %(n)s more conversation", "read %(n)s more conversations", n
        ),
        "posts_read": lambda n: ngettext("read %(n)s more post", "read %(n)s more posts", n),
        "written": lambda n: ngettext("write %(n)s more time", "write %(n)s more times", n),
        "thanked_by": lambda n: ngettext(
            "help %(n)s more person with an answer", "help %(n)s more people with an answer", n
        ),
    }
    lines = [said[name](number) % {"n": number} for name, number in left.items() if number > 0]
    if figures.upheld:
        lines.append(
            _("wait until %(days)s days have passed since something of yours was hidden")
            % {"days": CLEAN_DAYS}
        )
    return lines


def holds() -> bool:
    """Whether anything waits for a moderator at all: load tests switch it off (RATE_LIMIT_FACTOR)."""
    return float(settings.RATE_LIMIT_FACTOR) < 100
