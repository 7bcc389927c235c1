"""Whether words wait for a moderator, and why. Only those of people who are new here ever do."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from composing.caps import belongs, host_of, links_away
from forums.models import Forum, Post
from forums.review.kinds import FIRST_OF, Cause, Review, State
from forums.review.models import Waiting
from kernel.markdown import plain
from moderation.levels import holds
from moderation.models import Screened
from moderation.screening import names_word, screened

TYPED_IN = 3
"""Seconds: who has seen the form for less did not type a post into it."""
SAME_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """What came through a door."""

    title: str
    body: str
    html: str
    seconds: float | None = None
    """How long its form had been open; None where there was none (the API, a mail)."""


def cause_to_wait(by: User, forum: Forum, sent: Sent) -> str | None:
    """None: it is published at once. Whoever is known here is asked nothing of the database."""
    if not by.is_newcomer or not holds():
        return None
    return (
        (Cause.FAST if sent.seconds is not None and sent.seconds < TYPED_IN else None)
        or _by_rule(by, forum)
        or _by_lists(sent)
        or (Cause.SAME if _said_before(by, sent.body) else None)
    )


def waits_by_rule(by: User, forum: Forum) -> bool:
    """Whether a moderator reads whatever this person writes in the forum before others do."""
    return by.is_newcomer and holds() and _by_rule(by, forum) is not None


def _by_rule(by: User, forum: Forum) -> str | None:
    if forum.review == Review.ALL:
        return Cause.FORUM
    first = 1 if by.watched else 0
    wanted = max(first, FIRST_OF.get(Review(forum.review), 0))
    if not wanted:
        return None
    standing = Post.objects.filter(author=by, hidden=False, moved_to=None)[:wanted].count()
    if standing >= wanted:
        return None
    return Cause.FORUM if wanted > first else Cause.JOINED


def _by_lists(sent: Sent) -> str | None:
    lists = screened()
    hosts = {host_of(href) for href in links_away(sent.html)}
    if any(belongs(host, site) for host in hosts for site in lists[Screened.Kind.SITE]):
        return Cause.SITE
    words = lists[Screened.Kind.WORD]
    return Cause.WORD if words and names_word(f"{sent.title} {plain(sent.html)}", words) else None


def _said_before(by: User, body: str) -> bool:
    """The same words in another place, lately."""
    lately = Q(author=by, body=body, created_at__gt=timezone.now() - SAME_WITHIN)
    return (
        Post.objects.filter(lately).exists()
        or Waiting.objects.filter(lately, state__in=(State.WAITING, State.REFUSED)).exists()
    )
