"""People of one of two cards say "not for us", or take it back. It lowers this pair alone."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.models import Card, NotForUs
from directory.policies import may_post_card
from directory.versions import directory_changed
from kernel.refusals import Invalid, Refused


def set_aside(*, by: User, card: Card, other: Card, aside: bool = True) -> None:
    """`card` is the one that the person speaks for; both come with their organisations. A second time
    changes nothing. Raises Refused, Invalid."""
    check_writer(by)
    if not may_post_card(by, card.organisation):
        raise Refused(_("Only people of this organisation can speak for it."))
    if card.kind == other.kind or card.organisation_id == other.organisation_id:
        raise Invalid({"other": [_("These two cards do not answer one another.")]})
    with transaction.atomic():
        if aside:
            _row, changed = NotForUs.objects.get_or_create(
                card=card, other=other, defaults={"by": by}
            )
        else:
            changed = bool(NotForUs.objects.filter(card=card, other=other).delete()[0])
        if changed:
            directory_changed()
