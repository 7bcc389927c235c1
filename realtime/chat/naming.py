"""What a conversation is called depends on who looks: its subject, else the others in it.

So names of conversations stand in no kept page and in no frame.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.viewer import Viewer
from realtime.chat.models import Participant, Room

NAMED = 3


def name_for(viewer: Viewer, rooms: Sequence[Room]) -> None:
    """Gives each conversation among the rooms the viewer's `title`, `people` and `muted`. One
    statement, or none where there is no conversation."""
    private = [room for room in rooms if room.private]
    if not private:
        return
    everybody: defaultdict[int, list[Participant]] = defaultdict(list)
    rows = Participant.objects.filter(room__in=[room.pk for room in private])
    for row in rows.select_related("person", "room__conversation__organisation").order_by(
        "joined_at", "pk"
    ):
        everybody[row.room_id].append(row)
    for room in private:
        _name(viewer, room, everybody[room.pk])


def _name(viewer: Viewer, room: Room, rows: list[Participant]) -> None:
    present = [row for row in rows if row.left_at is None]
    mine = next((row for row in present if row.person_id == viewer.pk), None)
    room.people = tuple(row.person for row in present)
    room.muted = bool(mine and mine.muted)
    house = rows[0].room.conversation.organisation if rows else None
    if room.name:
        room.title = room.name
    elif house is not None and mine is not None and not mine.for_organisation:
        room.title = house.name
    else:
        others = [row.person for row in present if row.person_id != viewer.pk]
        # Alone now: it keeps the names of those who were there.
        others = others or [row.person for row in rows if row.person_id != viewer.pk]
        room.title = names_of(others) or _("Conversation")


def names_of(people: Sequence[User]) -> str:
    """ "Jan Zubek, Ewa Kostka and 3 more"."""
    shown = [person.name for person in people]
    if len(shown) <= NAMED:
        return ", ".join(shown)
    more = len(shown) - NAMED + 1
    words = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more)
    return words % {"names": ", ".join(shown[: NAMED - 1]), "count": more}
