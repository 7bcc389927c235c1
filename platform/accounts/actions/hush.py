"""A person mutes or blocks another, or hears of them again."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import hushing
from accounts.facts import HushChanged
from accounts.limits import spend_as
from accounts.models import Hush, User
from kernel.facts import publish
from kernel.refusals import Invalid, Refused

MOST = 500
"""People whom one may hush: their handles stand in every page of the person."""


def hush(*, by: User, other: User, kind: str) -> None:
    """`kind`: "mute", "block", or "" for neither. Raises Invalid, Refused, TooMany."""
    if kind and kind not in Hush.Kind.values:
        raise Invalid({"kind": [_("Choose one from the list.")]})
    if by.pk == other.pk:
        raise Refused(_("This is you."))
    spend_as(by, "mark")
    with transaction.atomic():
        # Both rows, always in the same order: two who hush one another do not wait for each other.
        list(
            User.objects.select_for_update(no_key=True)
            .filter(pk__in=[by.pk, other.pk])
            .order_by("pk")
        )
        mine = Hush.objects.filter(person=by)
        if not kind:
            mine.filter(other=other).delete()
        else:
            if not mine.filter(other=other).exists() and mine.count() >= MOST:
                raise Refused(_("You have muted very many people already. Undo some first."))
            Hush.objects.update_or_create(person=by, other=other, defaults={"kind": kind})
        hushing.rewrite([by.pk, other.pk])
        publish(HushChanged(by.pk, other.pk))
