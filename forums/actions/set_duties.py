"""An administrator says which forums a moderator looks after."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User
from forums.duty import ForumDuty
from forums.models import Forum
from kernel.refusals import Invalid, Refused
from place.access import administrator_of
from place.actions.record import record
from place.seen import check_seen


def duties_of(person: User) -> dict[str, Any]:
    """{"forums": slugs}, in the order of the forums; none of them means all."""
    rows = Forum.objects.filter(duties__person=person).order_by("position", "id")
    return {"forums": list(rows.values_list("slug", flat=True))}


def set_duties(*, by: User, person: User, forums: Collection[str], seen: str | None = None) -> None:
    """`forums`: slugs; none of them means that the moderator looks after all. Raises Refused for who is no
    moderator, Invalid (forums), or Conflict where somebody else has changed them meanwhile."""
    administrator_of(by)
    if person.role != Role.MODERATOR:
        raise Refused(_("Only moderators look after some forums; administrators look after all."))
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        before = duties_of(person)
        check_seen(seen, before)
        chosen = {row.slug: row for row in Forum.objects.filter(slug__in=forums)}
        if set(forums) - set(chosen):
            raise Invalid({"forums": [_("Choose from the list.")]})
        ForumDuty.objects.filter(person=person).exclude(forum__in=chosen.values()).delete()
        ForumDuty.objects.bulk_create(
            [ForumDuty(person=person, forum=forum) for forum in chosen.values()],
            ignore_conflicts=True,
        )
        record(by=by, what=f"duties:{person.handle}", before=before, after=duties_of(person))
