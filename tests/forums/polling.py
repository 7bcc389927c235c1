"""A poll of Ola's under her question, and how to vote in it."""

from datetime import datetime
from typing import Any

from django.test import Client

from accounts.models import User
from forums.actions.add_poll import add_poll
from forums.models import Topic
from forums.polls.fields import read_poll
from forums.polls.models import Poll

DAYS = ("Poniedziałek", "Środa", "Piątek")


def ask(by: User, topic: Topic, question: str = "Który dzień?", **more: Any) -> Poll:
    return add_poll(by=by, topic=topic, asked=read_poll(question=question, choices=DAYS, **more))


def ids(poll: Poll) -> list[int]:
    return list(poll.choices.order_by("position").values_list("pk", flat=True))


def vote(client: Client, poll: Poll, *positions: int, **more: Any) -> Any:
    """The answers at these places, from 1."""
    chosen = [ids(poll)[at - 1] for at in positions]
    return client.post(f"/forums/polls/{poll.pk}/vote/", {f"poll{poll.pk}": chosen}, **more)


def figures(poll: Poll) -> tuple[int, list[int]]:
    found = Poll.objects.get(pk=poll.pk)
    return found.voters, list(found.choices.order_by("position").values_list("votes", flat=True))


def past_end(poll: Poll, moment: datetime) -> None:
    Poll.objects.filter(pk=poll.pk).update(ends_at=moment)
