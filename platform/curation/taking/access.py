"""The doors to what was taken up, and what those who are quoted see of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from curation.models import Gathering, Said, Taken
from curation.taking.policies import check_unname
from curation.taking.words import label_of
from directory.voices import holds
from forums.models import Topic
from forums.paths import post_path, topic_path
from kernel.markdown import excerpt, plain, render
from kernel.refusals import Refused
from notes.models import PracticeNote
from notes.paths import note_path
from realtime.chat.models import Message, Room
from realtime.chat.paths import message_path


@dataclass(frozen=True)
class Voiced:
    """One of those who are quoted, with their words."""

    said: Said
    name: str
    words: Sequence[tuple[Said, str]]
    """Each with its text."""
    own: bool
    may: bool
    """Whether the viewer may make a participant of them now."""


def gathering_for(viewer: Viewer, pk: int) -> Gathering:
    """For whoever is logged in and sees what was made: 404 for a draft that nobody has read."""
    found = Gathering.objects.select_related("topic__forum", "note").filter(pk=pk).first()
    if found is None or not isinstance(viewer, User) or made_of(viewer, found) is None:
        raise Http404
    return found


def made_of(viewer: Viewer, gathering: Gathering) -> tuple[str, str] | None:
    """(title, address) of what was made, if the viewer sees it."""
    if gathering.topic_id is not None:
        topic = Topic.objects.visible_to(viewer).filter(pk=gathering.topic_id).first()
        return (topic.title, topic_path(topic.pk, topic.slug)) if topic else None
    note = PracticeNote.objects.visible_to(viewer).filter(pk=gathering.note_id or 0).first()
    return (note.title, note_path(note.slug)) if note else None


def voices_in(viewer: User, gathering: Gathering) -> list[Voiced]:
    """Those whom the viewer may choose for; for moderators everybody who is quoted."""
    rows = Taken.objects.filter(gathering=gathering).order_by("position")
    by_voice: dict[tuple[int, int], list[Said]] = {}
    for row in rows.select_related("said__author", "said__organisation"):
        one = row.said
        key = (0, one.organisation_id) if one.organisation_id else (one.author_id, 0)
        by_voice.setdefault(key, []).append(one)
    voiced = [_voiced(viewer, gathering, words) for words in by_voice.values()]
    return voiced if is_moderator(viewer) else [one for one in voiced if one.own]


def _voiced(viewer: User, gathering: Gathering, words: list[Said]) -> Voiced:
    first = words[0]
    own = holds(viewer, first.author_id, first.organisation_id)
    try:
        check_unname(viewer, gathering, first)
    except Refused:
        may = False
    else:
        may = any(not one.alias for one in words)
    texts = [(one, excerpt(plain(render(one.body)), limit=400)) for one in words]
    return Voiced(first, label_of(first), texts, own, may)


def said_in(gathering: Gathering, pk: int) -> Said:
    found = Said.objects.filter(pk=pk, taken__gathering=gathering).first()
    if found is None:
        raise Http404
    return found


def place_of_words(viewer: Viewer, said: Said) -> str:
    """Where the words were said; of a participant's, where they stand without a name. "" where there is
    nothing that the viewer may be led to."""
    if not said.alias and not said.hidden:
        if said.message_id is not None:
            return _in_room(viewer, said.message_id) or _in_topic(viewer, said)
        if said.post_id is not None:
            return _own_post(viewer, said.post_id)
    return _in_topic(viewer, said)


def _in_room(viewer: Viewer, message_id: int) -> str:
    message = Message.objects.filter(pk=message_id).select_related("room").first()
    if message is None or not Room.objects.visible_to(viewer).filter(pk=message.room_id).exists():
        return ""
    return message_path(message.room.slug, message.seq)


def _own_post(viewer: Viewer, post_id: int) -> str:
    topics = Topic.objects.visible_to(viewer).filter(posts=post_id)
    found = topics.values_list("pk", "slug", "posts__number").first()
    return post_path(*found) if found is not None else ""


def _in_topic(viewer: Viewer, said: Said) -> str:
    posts = Taken.objects.filter(said=said, post__isnull=False).order_by("-pk")
    for row in posts.select_related("post"):
        if row.post_id and (path := _own_post(viewer, row.post_id)):
            return path
    return ""
