"""All that a person has marked, for them to take away: their reactions, ballots and thanks. Nobody else's:
of a poll only their own answers, of thanks those that they gave or got."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from directory.voices import voice
from forums.paths import poll_path, post_path
from forums.polls.models import Ballot
from forums.reactions.models import Reaction
from forums.thanks.models import Thanks


def marks_of(person: User) -> dict[str, list[dict[str, Any]]]:
    """Addresses and words as they are now. A person reads here the question they voted on also after the
    conversation was hidden: the vote is theirs."""
    return {"reactions": _reactions(person), "votes": _votes(person), "thanks": _thanks(person)}


def _reactions(person: User) -> list[dict[str, Any]]:
    rows = Reaction.objects.filter(person=person).select_related("post__topic").order_by("pk")
    return [
        {
            "kind": row.kind,
            "post": post_path(row.post.topic_id, row.post.topic.slug, row.post.number),
            "at": row.created_at.isoformat(),
        }
        for row in rows.iterator(chunk_size=500)
    ]


def _votes(person: User) -> list[dict[str, Any]]:
    ballots = Ballot.objects.filter(person=person).select_related("poll").order_by("pk")
    return [
        {
            "poll": poll_path(ballot.poll_id),
            "question": ballot.poll.question,
            "choices": [vote.choice.text for vote in ballot.votes.all()],
            "at": ballot.created_at.isoformat(),
        }
        for ballot in ballots.prefetch_related("votes__choice")
    ]


def _thanks(person: User) -> list[dict[str, Any]]:
    rows = Thanks.objects.filter(Q(giver=person) | Q(person=person)).order_by("pk")
    return [
        {
            "given": row.giver_id == person.pk,
            "who": voice(row.person, row.organisation).name
            if row.giver_id == person.pk
            else voice(row.giver, None).name,
            "words": row.words,
            "at": row.created_at.isoformat(),
        }
        for row in rows.select_related("giver", "person", "organisation")
    ]
