"""How objects look from outside. Every one has `id` and `url` (a path of this site)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from directory.finding.open_data import as_dicts
from directory.models import Organisation
from forums.models import Forum, Post, Topic
from forums.paths import held_path, poll_path, post_path
from forums.polls.reading import View
from forums.ports import lineage
from forums.reactions.reading import Figure
from forums.review.models import Waiting
from forums.thanks.models import Thanks
from forums.voices import voice, voice_of
from kernel.paging import Slice
from realtime.chat.about import kind_of, thing_path
from realtime.chat.models import Message, Room
from realtime.live.events import author_data, message_data, post_data


def moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def person(user: User) -> dict[str, Any]:
    return {"handle": user.handle, "name": user.name, "url": f"/people/{user.handle}/"}


def forum(row: Forum) -> dict[str, Any]:
    return {
        "id": row.pk, "url": f"/forums/{row.slug}/", "slug": row.slug, "name": row.name,
        "description": row.description, "lang": row.lang, "audience": row.audience,
        "topic_count": row.topic_count, "post_count": row.post_count,
        "last_post_at": moment(row.last_post_at),
    }  # fmt: skip


def topic(row: Topic) -> dict[str, Any]:
    """Wants forum, author, organisation, accepted and tags loaded with it."""
    return {
        "id": row.pk, "url": f"/forums/t/{row.pk}/{row.slug}/", "title": row.title, "slug": row.slug,
        "kind": row.kind, "lang": row.lang, "forum": {"slug": row.forum.slug, "name": row.forum.name},
        "author": author_data(voice_of(row)), "tags": [tag.name for tag in row.tags.all()],
        "excerpt": row.excerpt, "reply_count": row.reply_count, "last_number": row.last_number,
        "accepted": row.accepted.number if row.accepted else None, "closed": row.closed,
        "pinned": row.pinned, "created_at": moment(row.created_at),
        "last_post_at": moment(row.last_post_at),
    }  # fmt: skip


def lineage_of(topic_id: int) -> dict[str, Any]:
    found = lineage(topic_id)
    return {
        "grown_from": [{"title": link.title, "url": link.url} for link in found.sources],
        "notes": [{"title": link.title, "url": link.url} for link in found.notes],
    }


def waiting(row: Waiting) -> dict[str, Any]:
    """What waits for a moderator: no topic and no post yet. `reason` and `post` tell what became of it."""
    became = row.post
    return {
        "id": row.pk, "url": held_path(row.pk), "waiting": row.open, "state": row.state,
        "forum": {"slug": row.forum.slug, "name": row.forum.name},
        "topic": row.topic_id, "parent": row.parent_id, "title": row.title, "kind": row.kind,
        "tags": row.tags, "body": row.body, "html": row.html, "lang": row.lang, "version": row.version,
        "created_at": moment(row.created_at), "decided_at": moment(row.decided_at), "reason": row.reason,
        "post": None if became is None else {
            "id": became.pk, "number": became.number,
            "url": post_path(became.topic_id, became.topic.slug, became.number),
        },
    }  # fmt: skip


def waiting_for_moderators(row: Waiting) -> dict[str, Any]:
    """The author never learns why the words wait, nor who decided. Who wrote in the name of an organisation
    stands on the page alone: what the API gives goes from hand to hand."""
    return {
        **waiting(row),
        "author": author_data(voice(row.author, row.organisation)),
        "cause": row.cause,
        "decided_by": person(row.decided_by) if row.decided_by else None,
    }


def post(row: Post) -> dict[str, Any]:
    return post_data(row)


def poll(view: View) -> dict[str, Any]:
    row = view.poll
    return {
        "id": row.pk, "url": poll_path(row.pk), "topic": row.topic_id, "question": row.question,
        "most": row.most, "secret": row.secret, "changeable": row.changeable, "results": row.results,
        "created_at": moment(row.created_at), "ends_at": moment(row.ends_at),
        "closed_at": moment(row.closed_at), "voters": row.voters,
        "choices": [
            {"id": line.choice.pk, "text": line.choice.text, "votes": line.votes} for line in view.lines
        ],
        "own": [line.choice.pk for line in view.lines if line.own],
    }  # fmt: skip


def figure(row: Figure) -> dict[str, Any]:
    """A word that can be said of a post; people with closed accounts are counted, not named."""
    return {
        "kind": row.kind.name, "word": str(row.kind.word), "count": row.count, "own": row.own,
        "people": [person(one) for one in row.people],
    }  # fmt: skip


def thanks(row: Thanks) -> dict[str, Any]:
    """Wants giver, person and organisation loaded."""
    to = voice(row.person, row.organisation)
    return {
        "id": row.pk, "url": f"{to.url}#thanks", "words": row.words, "to": author_data(to),
        "from": author_data(voice(row.giver, None)), "post": row.post_id,
        "created_at": moment(row.created_at),
    }  # fmt: skip


def message(row: Message) -> dict[str, Any]:
    return message_data(row)


def about(row: Room) -> dict[str, Any] | None:
    """What a room belongs to: a topic, or a card of the board."""
    thing = row.about
    if thing is None:
        return None
    return {"kind": kind_of(thing).name, "id": thing.pk, "url": thing_path(row)}


def room(row: Room) -> dict[str, Any]:
    """A conversation has its people; its name is that for the viewer (`name_for`)."""
    shape = {
        "id": row.pk, "url": f"/chat/{row.slug}/", "slug": row.slug, "name": row.called,
        "kind": "conversation" if row.private else "room",
        "description": row.description, "audience": row.audience, "message_count": row.message_count,
        "last_message_at": moment(row.last_message_at),
        "about": about(row),
        "archived": row.archived, "keeps_months": row.keeps_months, "slow_seconds": row.slow_seconds,
    }  # fmt: skip
    return {**shape, "people": [person(one) for one in row.people]} if row.private else shape


def organisations(
    rows: Sequence[Organisation], sights: Mapping[int, str] | None = None
) -> list[dict[str, Any]]:
    """As in the open data, but that `url` is a path as everywhere in the API. `sights`: see as_dicts."""
    shapes = as_dicts(rows, sights)
    return [{**shape, "url": f"/directory/{shape['slug']}/"} for shape in shapes]


def events(frames: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    """`next` is the `after` of the next page, while there may be one."""
    return {"results": frames, "next": str(frames[-1]["seq"]) if len(frames) == limit else None}


def listed(results: list[dict[str, Any]], page: Slice[Any]) -> dict[str, Any]:
    return {"results": results, "next": page.next}
