"""Taking up what was said: a topic of messages, a note of posts, and the choice of those who are quoted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from accounts.limits import spend_as
from api import note_shapes, shapes
from api.doors import answer, number, writer
from api.note_schemas import NoteOut
from api.schemas import PROBLEMS, ParticipantIn, TakenNoteIn, TakenTopicIn, TopicOut
from curation.actions.make_note import make_note
from curation.actions.make_topic import make_topic
from curation.actions.unname import unname
from curation.taking.access import gathering_for, said_in, voices_in
from forums.access import forum_for, topic_for
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.refusals import Invalid
from realtime.chat.access import room_for

router = Router(tags=["taking up"])


@router.post("/rooms/{room_id}/topics", response={200: TopicOut, 201: TopicOut, **PROBLEMS})
def topic_of_messages(request: HttpRequest, room_id: str, data: TakenTopicIn) -> Any:
    """Makes a topic of messages of a room that everybody can read: their words, authors, order and times stay. Of the
    same messages there is one: whoever comes second gets it, with 200."""
    person = writer(request)
    room = room_for(person, pk=number(room_id))
    forum = _forum(person, data.forum)
    spend_as(person, "topic")
    topic, made = make_topic(
        by=person, room=room, messages=data.messages, forum=forum, title=data.title, body=data.body,
        tags=data.tags, lang=data.lang or "pl",
    )  # fmt: skip
    return answer(shapes.topic(topic), 201 if made else 200)


def _forum(person: Any, slug: str) -> Any:
    try:
        return forum_for(person, slug)
    except Http404:
        raise Invalid({"forum": [_("There is no such forum.")]}) from None


@router.post("/topics/{topic_id}/notes", response={200: NoteOut, 201: NoteOut, **PROBLEMS})
def note_of_posts(request: HttpRequest, topic_id: str, data: TakenNoteIn) -> Any:
    """Begins a note with posts of a topic: a draft that its maker alone sees. The same posts make one."""
    person = writer(request)
    topic = topic_for(person, number(topic_id))
    spend_as(person, "note")
    note, made = make_note(
        by=person, topic=topic, posts=data.posts, title=data.title, template=data.template or "workshop"
    )  # fmt: skip
    return answer(note_shapes.note(note), 201 if made else 200)


@router.put("/taken-up/{taken_id}/participant", response={204: None, **PROBLEMS})
def participant(request: HttpRequest, taken_id: str, data: ParticipantIn) -> Any:
    """Whoever is quoted stands as a participant from now on, not by name, in every copy; for three days
    they choose by themselves, later a moderator does it for them. There is no way back."""
    person = writer(request)
    gathering = gathering_for(person, number(taken_id))
    spend("edit", f"u{person.pk}")
    if data.said is not None:
        if whole_number(data.said) is None:
            raise Http404
        said = [said_in(gathering, data.said)]
    else:
        said = [one.said for one in voices_in(person, gathering) if one.own]
    if not said:
        raise Invalid({"said": [_("There is nothing of yours here to choose about.")]})
    for one in said:
        unname(by=person, gathering=gathering, said=one)
    return HttpResponse(status=204)
