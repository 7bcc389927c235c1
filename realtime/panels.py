"""What an organisation's page shows of the chat."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.viewer import Viewer
from directory.models import Organisation
from directory.ports import Panel, PanelRow
from kernel.templatetags.look import day
from realtime.chat.models import Room
from realtime.chat.paths import room_path


def panels_of(viewer: Viewer, organisation: Organisation) -> Sequence[Panel]:
    """The organisation's room, also before its first message. One statement."""
    rooms = Room.objects.visible_to(viewer).filter(organisation=organisation.pk)
    rows = tuple(
        PanelRow(name, room_path(slug), "chat", _so_far(count, last))
        for slug, name, count, last in rooms.values_list(
            "slug", "name", "message_count", "last_message_at"
        )
    )
    return [Panel(_("Talk with them"), rows, place=4)]


def _so_far(count: int, last: datetime | None) -> str:
    if not count or last is None:
        return _("Quiet here so far. Write the first sentence.")
    words = ngettext(
        "%(count)d message, the last on %(day)s", "%(count)d messages, the last on %(day)s", count
    )
    return words % {"count": count, "day": day(last)}
