"""Polls: reading them, voting, adding and closing."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from ninja import Router

from accounts.viewer import Viewer
from api import shapes
from api.doors import answer, key_of, number, reader, writer
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed, PollIn, PollOut, VoteIn
from forums.access import topic_for
from forums.actions.add_poll import add_poll
from forums.actions.close_poll import close_poll
from forums.actions.vote import take_back, vote
from forums.polls.access import poll_for
from forums.polls.fields import read_poll
from forums.polls.models import Poll
from forums.polls.reading import ballot_of, ballots_of, polls_of, view_of
from kernel.limits import spend
from kernel.refusals import Invalid

router = Router(tags=["forums"])


def _shape(viewer: Viewer, poll: Poll) -> dict[str, Any]:
    own = ballot_of(viewer, poll)
    return shapes.poll(view_of(viewer, poll, poll.topic, own=own, voted=bool(own)))


@router.get("/topics/{topic_id}/polls", response={200: Listed, **READ_PROBLEMS})
def polls(request: HttpRequest, topic_id: str) -> Any:
    """The polls of a topic. `votes` is null where the asker must not know the figures yet; `own` tells how
    they have voted themselves."""
    viewer = reader(request)
    topic = topic_for(viewer, number(topic_id))
    ballots = ballots_of(viewer, topic.pk)
    views = [
        view_of(viewer, row, topic, own=ballots.get(row.pk, ()), voted=row.pk in ballots)
        for row in polls_of(topic.pk, moderator=False)
    ]
    return answer({"results": [shapes.poll(view) for view in views], "next": None})


@router.post("/topics/{topic_id}/polls", response={201: PollOut, **PROBLEMS})
def add(request: HttpRequest, topic_id: str, data: PollIn) -> Any:
    """Adds a poll to a topic of one's own."""
    person = writer(request)
    topic = topic_for(person, number(topic_id))
    spend("topic", f"u{person.pk}")
    asked = read_poll(
        question=data.question, choices=data.choices, most=data.most, secret=data.secret,
        changeable=data.changeable, results=data.results, ends_at=_moment(data.ends_at),
    )  # fmt: skip
    poll = add_poll(by=person, topic=topic, asked=asked, key=key_of(request))
    return answer(_shape(person, poll), 201)


def _moment(raw: str | None) -> datetime | None:
    if raw is None:
        return None
    try:
        found = parse_datetime(raw)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        message = _("Give a moment with its offset, such as 2026-12-01T18:00:00+01:00.")
        raise Invalid({"ends_at": [message]})
    return found


@router.get("/polls/{poll_id}", response={200: PollOut, **READ_PROBLEMS})
def poll(request: HttpRequest, poll_id: str) -> Any:
    viewer = reader(request)
    return answer(_shape(viewer, poll_for(viewer, number(poll_id))))


@router.put("/polls/{poll_id}/vote", response={200: PollOut, **PROBLEMS})
def cast(request: HttpRequest, poll_id: str, data: VoteIn) -> Any:
    """Votes, or votes otherwise where the poll allows it; the same vote again changes nothing."""
    person = writer(request)
    found = poll_for(person, number(poll_id))
    spend("mark", f"u{person.pk}")
    vote(by=person, poll=found, choices=data.choices)
    return answer(_shape(person, poll_for(person, found.pk)))


@router.delete("/polls/{poll_id}/vote", response={200: PollOut, **PROBLEMS})
def withdraw(request: HttpRequest, poll_id: str) -> Any:
    """Takes the vote back; without one nothing changes."""
    person = writer(request)
    found = poll_for(person, number(poll_id))
    spend("mark", f"u{person.pk}")
    take_back(by=person, poll=found)
    return answer(_shape(person, poll_for(person, found.pk)))


@router.post("/polls/{poll_id}/close", response={200: PollOut, **PROBLEMS})
def close(request: HttpRequest, poll_id: str) -> Any:
    """Ends it; ending it again changes nothing."""
    person = writer(request)
    found = poll_for(person, number(poll_id))
    spend("edit", f"u{person.pk}")
    close_poll(by=person, poll=found)
    return answer(_shape(person, poll_for(person, found.pk)))
