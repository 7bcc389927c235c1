"""The figures of polls against the ballots that they count."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F

from forums.actions.vote import recount_poll
from forums.models import Topic
from forums.polls.models import Choice, Poll
from kernel.integrity import check


@check("forums.polls")
def polls(fix: bool) -> Iterator[str]:
    """How many have voted, and for what."""
    counted: Any = Poll.objects.annotate(true=Count("ballots", distinct=True))
    wrong = dict(counted.exclude(voters=F("true")).values_list("pk", "topic"))
    lines: Any = Choice.objects.annotate(true=Count("chosen"))
    wrong |= dict(lines.exclude(votes=F("true")).values_list("poll", "poll__topic"))
    for pk, topic in sorted(wrong.items()):
        yield f"poll {pk}: its figures differ from its ballots"
        if fix:
            recount_poll(Poll.objects.get(pk=pk))
            Topic.objects.filter(pk=topic).update(version=F("version") + 1)
