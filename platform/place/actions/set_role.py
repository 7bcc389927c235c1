"""An administrator says who moderates and who administers."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.facts import AccessLost
from accounts.last_administrator import check_not_the_last
from accounts.models import Role, User
from kernel.facts import publish
from kernel.refusals import Conflict, Invalid, Refused
from place.access import administrator_of
from place.actions.record import record


def set_role(*, by: User, person: User, role: str, seen: str | None = None) -> User:
    """`seen`: the role that was shown. Nobody changes their own, so that somebody is always left who
    administers. Raises Refused, Invalid (role) or Conflict."""
    administrator_of(by)
    if role not in Role.values:
        raise Invalid({"role": [_("Choose one from the list.")]})
    if person.pk == by.pk:
        raise Refused(_("Another administrator must decide about your own role."))
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        if not held.is_active or not held.verified:
            raise Refused(_("Only a person whose address is confirmed can have a role."))
        if seen is not None and seen != held.role:
            raise Conflict(_("Somebody else has changed this in the meantime. Look again."))
        if held.role == role:
            return held
        check_not_the_last(held)
        before, held.role = held.role, role
        held.save(update_fields=["role"])
        record(
            by=by, what=f"role:{held.handle}", before={"role": str(before)}, after={"role": role}
        )
        # What they may see is other now: open sockets are judged again.
        publish(AccessLost(held.pk))
    return held
