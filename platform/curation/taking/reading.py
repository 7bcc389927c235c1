"""What grew out of what, as pages show it."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.viewer import Audience, Viewer
from curation.models import Duplicate, Gathering
from curation.taking.policies import check_take, is_open
from curation.taking.telling import taken_path
from forums.models import Topic
from forums.paths import topic_path
from forums.ports import Lineage
from forums.ports import Link as ForumLink
from kernel.refusals import Refused
from notes.models import PracticeNote
from notes.paths import note_path
from notes.ports import Link as NoteLink
from realtime.chat.models import Room
from realtime.chat.paths import room_path
from realtime.ports import Link as RoomLink

SHOWN = 5


def pick_path(slug: str) -> str:
    """Where messages of a room are chosen and become a topic."""
    return f"/chat/{slug}/pick/"


def grown(viewer: Viewer, room_id: int) -> Sequence[RoomLink]:
    """Fills realtime.ports.grown. One statement."""
    made = Gathering.objects.filter(room=room_id, topic__isnull=False).values("topic")
    topics = Topic.objects.visible_to(viewer).filter(pk__in=made).order_by("-created_at", "-pk")
    rows = topics.values_list("title", "pk", "slug")[:SHOWN]
    return [RoomLink(title, topic_path(pk, slug)) for title, pk, slug in rows]


def picking(viewer: Viewer, room_id: int) -> str:
    """Fills realtime.ports.picking. One statement, or none for those who take nothing up."""
    if not may_take(viewer):
        return ""
    room = Room.objects.select_related("organisation").filter(pk=room_id, audience=Audience.PUBLIC)
    found = room.first()
    return pick_path(found.slug) if found is not None and is_open(found) else ""


def may_take(viewer: Viewer) -> bool:
    try:
        check_take(viewer)
    except Refused:
        return False
    return isinstance(viewer, User)


def lineage(topic_id: int) -> Lineage:
    """Fills forums.ports.lineage: what everybody may read. Three statements."""
    of_room = Gathering.objects.filter(topic=topic_id, room__isnull=False).order_by("pk")
    talks = list(of_room.select_related("room__organisation"))
    rooms = [row.room for row in talks if row.room]
    made = Gathering.objects.filter(source=topic_id, note__isnull=False).values("note")
    notes = PracticeNote.objects.published().filter(pk__in=made).order_by("-published_at", "-pk")
    before = Duplicate.objects.filter(topic=topic_id).select_related("of__forum").first()
    return Lineage(
        [ForumLink(room.name, room_path(room.slug)) for room in rooms if is_open(room)],
        [
            ForumLink(title, note_path(slug), "note")
            for title, slug in notes.values_list("title", "slug")[:SHOWN]
        ],
        choose_path=taken_path(talks[-1].pk) if talks else "",
        same_as=_same(before) if before else None,
    )


def _same(row: Duplicate) -> ForumLink | None:
    """What has asked the same, while everybody may read it who reads this."""
    of = row.of
    if of.hidden or of.merged_into_id is not None:
        return None
    return ForumLink(of.title, topic_path(of.pk, of.slug), of.kind, row.remark)


def choose_path_of_note(note_id: int) -> str:
    made = Gathering.objects.filter(note=note_id, told_at__isnull=False).order_by("-pk")
    pk = made.values_list("pk", flat=True).first()
    return taken_path(pk) if pk else ""


def sources_of_note(note_id: int) -> list[NoteLink]:
    """What a note has grown out of, as far as everybody may read it: its topics, and the talks of which
    these were made. Two statements, or one."""
    made = Gathering.objects.filter(note=note_id, source__isnull=False).values_list("source")
    topics = Topic.objects.visible_to(AnonymousUser()).filter(pk__in=made).order_by("pk")
    found = [
        (topic.pk, NoteLink(topic.title, topic_path(topic.pk, topic.slug))) for topic in topics
    ]
    if not found:
        return []
    talks = Gathering.objects.filter(topic__in=[pk for pk, _link in found], room__isnull=False)
    rooms = [
        row.room for row in talks.select_related("room__organisation").order_by("pk") if row.room
    ]
    return [
        *[link for _pk, link in found],
        *[NoteLink(room.name, room_path(room.slug)) for room in rooms if is_open(room)],
    ]
