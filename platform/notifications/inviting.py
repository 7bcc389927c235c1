"""An invitation by mail may lead into a forum (accounts.invitations). Forums have no members: whoever comes follows
it, and that is a thing of this room."""

from django.utils.translation import gettext as _

from accounts.invitations.grants import Grant, register_grant
from accounts.models import User
from accounts.viewer import Audience
from forums.models import Forum
from forums.paths import forum_path
from forums.policies import may_bring_into, sees_forum
from kernel.refusals import Refused
from notifications.actions.watch import watch

FORUM = "forum"


def register_invitations() -> None:
    register_grant(
        FORUM, Grant(name_of=_name_of, address_of=_address_of, may=_may, roles=(), give=_give)
    )


def _forum(pk: int) -> Forum | None:
    """One that people without a task here may read at all: of any other not even the name is told."""
    return Forum.objects.filter(pk=pk).exclude(audience=Audience.MODERATORS).first()


def _name_of(pk: int) -> str | None:
    found = _forum(pk)
    return found.name if found else None


def _address_of(pk: int) -> str:
    found = _forum(pk)
    return forum_path(found.slug) if found else "/forums/"


def _may(person: User, pk: int) -> bool:
    found = _forum(pk)
    return found is not None and may_bring_into(person, found.pk, found.audience)


def _give(by: User, to: User, pk: int, role: str) -> None:
    """Judged as it is now: the forum may have been closed to them, its moderator may look after others."""
    found = _forum(pk)
    if (
        found is None
        or not may_bring_into(by, found.pk, found.audience)
        or not sees_forum(to, found)
    ):
        raise Refused(_("You cannot invite others here."))
    watch(by=to, kind=FORUM, object_id=found.pk)
