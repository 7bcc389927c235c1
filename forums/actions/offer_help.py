"""Somebody agrees to be asked, says it is not for them, or wants to be asked no more."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.models import Organisation
from directory.speaking import check_speaks_as
from forums.models import Topic
from forums.questions.helping import asked_of
from forums.questions.models import Asked, Helper
from kernel.fields import gathered
from kernel.refusals import Invalid, Refused
from taxonomy.models import Region
from taxonomy.tags import read_tags, tags_by_name

MOST_A_WEEK = 10


def offer_help(
    *,
    by: User,
    organisation: Organisation | None = None,
    tags: str | Sequence[str] = (),
    region: Region | None = None,
    per_week: int = 2,
) -> Helper:
    """The entry of the person, or of the organisation whose page they edit: from now on it is asked
    questions with these tags, so many a week at most. Raises Refused or Invalid (tags, per_week)."""
    check_writer(by)
    fields = gathered(tags=lambda: read_tags(tags), per_week=lambda: _read_cap(per_week))
    with transaction.atomic():
        if organisation is not None:
            check_speaks_as(by, organisation)
        whose = {"organisation": organisation} if organisation else {"person": by}
        values = {"region": region, "per_week": fields["per_week"]}
        helper, _made = Helper.objects.update_or_create(**whose, defaults=values)
        helper.tags.set(tags_by_name(fields["tags"]).values())
    return helper


def stop_helping(*, by: User, organisation: Organisation | None = None) -> None:
    """Nobody asks them any more. Raises Refused."""
    if organisation is not None:
        check_speaks_as(by, organisation)
    Helper.objects.filter(
        **({"organisation": organisation} if organisation else {"person": by})
    ).delete()


def decline(*, by: User, topic: Topic) -> None:
    """The person, and the organisations for which they speak, have nothing to say here. What was said
    stays said; raises Refused where nobody asked them."""
    asked = asked_of(by, topic.pk)
    if not asked:
        raise Refused(_("You were not asked about this."))
    Asked.objects.filter(pk__in=[row.pk for row in asked], declined_at=None).update(
        declined_at=timezone.now()
    )


def _read_cap(raw: object) -> int:
    if not isinstance(raw, int) or not 1 <= raw <= MOST_A_WEEK:
        message = _("A number from 1 to %(most)d.") % {"most": MOST_A_WEEK}
        raise Invalid({"per_week": [message]})
    return raw
