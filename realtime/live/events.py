"""Events as clients get them: what a message, a post or a notification looks like in a frame.

The same shapes go over the socket, to those who poll, and (the `*_data` functions) into the API.
They hold nothing that depends on who looks. A replayed event carries the object's present state.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer
from directory.voices import HEAVY, WHOLE, Voice, voice, voice_of
from forums.models import Post
from forums.paths import post_path
from kernel.markdown import excerpt, plain
from notifications.kinds import sentence
from notifications.models import Notification
from realtime.chat.models import Message
from realtime.chat.paths import message_path
from realtime.live.models import StreamEvent
from realtime.live.streams import frame_of
from realtime.live.told import is_before, trace_of

Data = dict[str, Any]
QUOTED = 120
"""Characters of what a reply answers."""

MESSAGE_CREATED, MESSAGE_CHANGED = "message.created", "message.changed"
POST_CREATED, POST_CHANGED = "post.created", "post.changed"
NOTIFICATION = "notification"


def person_data(person: User) -> Data:
    return {"handle": person.handle, "name": person.name, "url": f"/people/{person.handle}/"}


def author_data(shown: Voice) -> Data:
    """Whom a post or a message shows: a person, or the organisation in whose name it was written (`organisation` is
    its slug, `handle` empty). Never who wrote for it."""
    data = {"handle": shown.handle, "name": shown.name, "url": shown.url}
    return data if shown.handle else {**data, "organisation": shown.slug}


def message_data(message: Message) -> Data:
    """A message with its room, author and organisation loaded; a removed or hidden one has no text."""
    if message.gone:
        return {"id": message.pk, "seq": message.seq, "removed": True}
    return {**_said(message), **_line(message)} if message.kind else _said(message)


def _line(message: Message) -> Data:
    """What a line has besides that tells who came into a conversation, or went."""
    about = message.about
    return {"kind": message.kind, "about": person_data(about) if about else None}


def _said(message: Message) -> Data:
    return {
        "id": message.pk,
        "url": message_path(message.room.slug, message.seq),
        "seq": message.seq,
        "body": message.body,
        "html": message.html,
        "author": author_data(voice_of(message)),
        "reply_to": _answered(message),
        "reactions": message.reactions,
        "created_at": _iso(message.created_at),
        "edited_at": _iso(message.edited_at),
    }


def _answered(message: Message) -> Data | None:
    """What a reply answers, loaded with its author (`realtime.chat.answering`). Of a conversation only
    where it stands: one frame is for all readers, and some may have come later."""
    source = message.reply_to if message.reply_to_id else None
    if source is None:
        return None
    place = {"seq": source.seq, "url": message_path(message.room.slug, source.seq)}
    if message.room.private:
        return place
    if source.gone:
        return {**place, "removed": True}
    words = excerpt(plain(source.html), limit=QUOTED)
    return {**place, "author": author_data(voice_of(source)), "excerpt": words}


def post_data(post: Post) -> Data:
    """A post with its topic, author and organisation loaded. `parent` is the id of the post it answers."""
    if post.gone:
        data = {"id": post.pk, "number": post.number, "removed": True}
        return {**data, "moved_to": post.moved_to_id} if post.moved_to_id else data
    return {
        "id": post.pk,
        "url": post_path(post.topic_id, post.topic.slug, post.number),
        "number": post.number,
        "body": post.body,
        "html": post.html,
        "author": author_data(voice_of(post)),
        "parent": post.parent_id,
        "reactions": post.reactions,
        "created_at": _iso(post.created_at),
        "edited_at": _iso(post.edited_at),
    }


def notification_data(notification: Notification) -> Data:
    """A notification with its actor and organisation loaded; `text` is in the interface's language."""
    shown = notification.actor or notification.organisation
    return {
        "id": notification.pk,
        "kind": notification.kind,
        "text": sentence(notification),
        "subject": notification.subject,
        "detail": notification.detail,
        "url": notification.url,
        "actor": author_data(voice(notification.actor, notification.organisation))
        if shown
        else None,
        "created_at": _iso(notification.created_at),
    }


def events_after(
    viewer: Viewer, kind: str, object_id: int, after: int, limit: int
) -> list[dict[str, Any]]:
    """The frames of "room" or "topic" after a number, in order. Raises Http404 when the viewer may
    not read them."""
    from realtime.chat.access import room_for
    from realtime.live.channels import KINDS

    if kind not in (ROOM, TOPIC) or not KINDS[kind].visible(viewer, {object_id}):
        raise Http404
    if kind == TOPIC:
        return stream_frames(kind, object_id, after, limit)
    floor = room_for(viewer, pk=object_id).floor
    frames = stream_frames(kind, object_id, max(after, floor), limit)
    return [trace_of(frame) if floor and is_before(frame, floor) else frame for frame in frames]


ROOM, TOPIC = "room", "topic"


def stream_frames(kind: str, object_id: int, after: int, limit: int) -> list[dict[str, Any]]:
    """The frames themselves, for whoever has judged access."""
    rows = StreamEvent.objects.filter(
        stream__kind=kind, stream__object_id=object_id, seq__gt=after
    ).order_by("seq")
    events = list(rows.values_list("seq", "type", "object_id")[:limit])
    things = _things(kind, {thing_id for _, _, thing_id in events})
    channel = f"{kind}:{object_id}"
    # What is not in the database any more was erased: all that is left is that it was there.
    return [
        frame_of(type, channel, seq, things.get(thing_id, {"id": thing_id, "removed": True}))
        for seq, type, thing_id in events
    ]


def _things(kind: str, ids: Iterable[int]) -> dict[int, Data]:
    from realtime.chat.answering import load_sources

    if kind == ROOM:
        messages = Message.objects.filter(pk__in=ids).select_related("room", "about", *WHOLE)
        rows = list(messages.defer(*HEAVY))
        load_sources(rows)
        return {message.pk: message_data(message) for message in rows}
    posts = Post.objects.filter(pk__in=ids).select_related("topic", *WHOLE).defer(*HEAVY)
    return {post.pk: post_data(post) for post in posts}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
