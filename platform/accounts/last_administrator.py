"""Somebody is always left who administers: nobody bans, demotes or deletes the last one."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.viewer import in_office
from kernel.ordering import in_commit_order
from kernel.refusals import Refused


def administrators() -> QuerySet[User]:
    return User.objects.filter(in_office(Role.ADMIN))


def check_not_the_last(person: User, words: str = "") -> None:
    """Within the transaction that takes the role away or lets it rest. One at a time: two administrators
    who take it from each other at the same moment would leave nobody. Raises Refused."""
    if person.role != Role.ADMIN:
        return
    in_commit_order("accounts.administrators")
    if not administrators().exclude(pk=person.pk).exists():
        raise Refused(
            words
            or _(
                "This is the only administrator. Make somebody else one first: the place needs them."
            )
        )
