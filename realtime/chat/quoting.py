"""What moderators get of a conversation: what somebody who takes part sends with a report.

The room stays shut to them. They read the message and its neighbours as they were when it was reported,
so that an author cannot take the words back from under a report.
"""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.own_data.names import all_names, deleted_handle, deleted_name
from accounts.viewer import Viewer, is_moderator
from directory.voices import WHOLE
from kernel.markdown import excerpt, plain
from moderation.models import Report
from moderation.registry import Quote
from moderation.reported import is_asked_about
from realtime.chat.access import message_by_id
from realtime.chat.models import Message, Participant, Quotation, Room
from realtime.chat.querysets import PEOPLE

BESIDE = 5
"""Messages before the reported one, and as many after it."""


@dataclass(frozen=True)
class Quoted:
    """A message of a conversation as its reports show it."""

    message: Message
    lines: tuple[dict[str, Any], ...]

    @property
    def author_id(self) -> int:
        return self.message.author_id

    @property
    def words(self) -> str:
        """The reported text, as it was when it was reported last."""
        own = [line["text"] for line in self.lines if line["seq"] == self.message.seq]
        return str(own[-1]) if own else ""

    @property
    def quotes(self) -> list[Quote]:
        return [
            Quote(line["name"], line["handle"], line["at"], line["text"],
                  reported=line["seq"] == self.message.seq)
            for line in self.lines
        ]  # fmt: skip


def quote(*, report_id: int) -> None:
    """Keeps what belongs to a report of a message in a conversation, in the report's transaction."""
    report = Report.objects.select_related("reporter").get(pk=report_id)
    if report.kind != "message" or not isinstance(report.reporter, User):
        return
    message = message_by_id(report.reporter, report.object_id)
    if message is None or not message.room.private:
        return
    Quotation.objects.create(
        report=report,
        message=message,
        lines=[_line(one) for one in _beside(report.reporter, message)],
    )


def _beside(reporter: User, message: Message) -> list[Message]:
    """The message and its neighbours that the reporter can read, in their order."""
    floor = Participant.objects.of(reporter).get(room=message.room_id).from_seq
    near = Message.objects.readable().filter(room=message.room_id, seq__gt=floor)
    near = near.select_related("author")
    before = list(near.filter(seq__lt=message.seq).order_by("-seq")[:BESIDE])[::-1]
    return [*before, message, *near.filter(seq__gt=message.seq).order_by("seq")[:BESIDE]]


def _line(message: Message) -> dict[str, Any]:
    return {
        "seq": message.seq,
        "handle": message.author.handle,
        "name": message.author.name,
        "at": message.created_at.isoformat(),
        "text": plain(message.html),
    }


def forget_author(person: User) -> None:
    """Within the erasure's transaction: the lines of this person stay, without their name and handle."""
    rooms = Message.objects.filter(author=person.pk, room__audience=PEOPLE).values("room")
    handles = set(all_names(person)["handles"])
    for row in Quotation.objects.filter(message__room__in=rooms).select_related("message"):
        of = Message.objects.filter(
            room=row.message.room_id, seq__in=[line["seq"] for line in row.lines]
        )
        authors = dict(of.values_list("seq", "author"))
        for line in row.lines:
            # Of a message that is no longer kept the handle says whose it was.
            author = authors.get(line["seq"], person.pk if line["handle"] in handles else None)
            if author == person.pk:
                line |= {"handle": deleted_handle(person.pk), "name": deleted_name()}
        row.save(update_fields=["lines"])


def judged_message(viewer: Viewer, object_id: int) -> Message | Quoted | None:
    """What a moderator decides about: of a conversation only what was reported, though they may take
    part in it themselves."""
    if not is_moderator(viewer):
        return None
    message = message_by_id(viewer, object_id)
    if message is not None and not message.room.private:
        return message
    if message is None and (removed := _removed(viewer, object_id)) is not None:
        return removed
    quotations = list(
        Quotation.objects.filter(message=object_id)
        .select_related("message__room", "message__author")
        .order_by("pk")
    )
    if not quotations:
        return None
    # Two reports may quote different moments: every wording is shown once.
    lines = {(line["seq"], line["text"]): line for one in quotations for line in one.lines}
    ordered = sorted(lines.values(), key=lambda line: int(line["seq"]))
    return Quoted(quotations[-1].message, tuple(ordered))


def _removed(viewer: Viewer, object_id: int) -> Message | None:
    """Of a room, what was reported and has been removed since."""
    if not is_asked_about("message", object_id):
        return None
    rows = Message.objects.said().select_related("room", *WHOLE).exclude(removed_at=None)
    return rows.filter(pk=object_id, room__in=Room.objects.open_to(viewer)).first()


def is_private(thing: Message | Quoted) -> bool:
    return message_of(thing).room.private


def is_gone(thing: Message | Quoted) -> bool:
    return message_of(thing).removed_at is not None


def title_of(thing: Message | Quoted) -> str:
    return excerpt(text_of(thing), limit=80)


def text_of(thing: Message | Quoted) -> str:
    return thing.words if isinstance(thing, Quoted) else plain(thing.html)


def message_of(thing: Message | Quoted) -> Message:
    return thing.message if isinstance(thing, Quoted) else thing
