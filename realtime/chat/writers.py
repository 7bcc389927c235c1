"""Who held the pen where an organisation is shown as the author of messages: for those who may know it.
Beside the talk, never in it, since messages look the same to everybody."""

from collections.abc import Sequence

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Membership
from realtime.chat.models import Message


def writers_of(viewer: Viewer, messages: Sequence[Message]) -> list[Message]:
    """Those of the messages in an organisation's name whose writer the viewer may know. One statement, or none."""
    spoken = [one for one in messages if one.organisation_id is not None and not one.gone]
    if not spoken or not isinstance(viewer, User) or not viewer.is_active:
        return []
    if is_moderator(viewer):
        return spoken
    houses = {one.organisation_id for one in spoken if one.organisation_id}
    mine = Membership.objects.filter(person=viewer, left_at=None, organisation__in=houses)
    known = set(mine.values_list("organisation_id", flat=True))
    return [one for one in spoken if one.author_id == viewer.pk or one.organisation_id in known]
