"""What grew out of the rooms of the demo region: topics of messages, notes of topics. By the very actions
that people use, for rooms that were just loaded."""

from collections.abc import Sequence

from curation.actions.make_note import make_note
from curation.actions.make_topic import make_topic
from curation.actions.unname import unname
from curation.models import Gathering, Said
from curation.taking.policies import takes_anybody
from forums.models import Forum, Topic
from notes.actions.edit_note import edit_note
from portal.demo.chat import Talk
from portal.demo.people import People
from portal.demo.reading import Row, rows


def take_up(talks: Sequence[Talk], people: People) -> list[int]:
    """The ids of the notes that are new."""
    by_room = {talk.room.slug: talk for talk in talks}
    notes = []
    for row in rows("taken", "taken"):
        talk = by_room.get(row["room"])
        forum = Forum.objects.filter(slug=row["forum"]).first()
        if talk is not None and forum is not None:
            notes += _take(row, talk, forum, people)
    return notes


def _take(row: Row, talk: Talk, forum: Forum, people: People) -> list[int]:
    wanted = {(author, at) for author, at in row["messages"]}
    ids = [
        message.pk
        for said, message in zip(talk.rows, talk.messages, strict=True)
        if (said["author"], said["at"]) in wanted
    ]
    topic, made = make_topic(
        by=people[row["by"]], room=talk.room, messages=ids, forum=forum, title=row["title"],
        body=row["body"], tags=row["tags"],
    )  # fmt: skip
    if not made:
        return []
    gathering = Gathering.objects.get(topic=topic)
    for handle in row["participants"]:
        said = Said.objects.filter(taken__gathering=gathering, author=people[handle]).first()
        if said is not None:
            unname(by=people[handle], gathering=gathering, said=said)
    return _note(row["note"], topic, people) if "note" in row else []


def _note(row: Row, topic: Topic, people: People) -> list[int]:
    by = people[row["by"]]
    if not takes_anybody(by):  # somebody whom the site knew before, and who is less known there
        return []
    note, _made = make_note(by=by, topic=topic, posts=[2], title=row["title"])
    note = edit_note(
        by=by, note=note, summary=row["summary"], body=f"{row['added']}\n\n{note.body}",
        status="published",
    )  # fmt: skip
    return [note.pk]
