"""A curator says that a topic asks what another has asked: its page leads there from now on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from curation.desk.access import check_curator
from curation.models import Duplicate
from forums.actions.quote_words import topics_show_anew
from forums.models import Topic
from forums.policies import sees_topic
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid, Refused

REMARK_LIMIT = 300


def link_same(*, by: User, topic: Topic, of: Topic, remark: str = "") -> Duplicate:
    """Leads always to one that leads nowhere itself: to where that leads otherwise. Who reads the one reads
    the other too. Raises Invalid (of, remark) or Refused."""
    check_curator(by)
    try:
        words = clean_text(remark, limit=REMARK_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"remark": [str(error)]}) from error
    if not sees_topic(by, topic) or not sees_topic(by, of):
        raise Refused(_("You cannot see one of the two."))
    with transaction.atomic():
        further = Duplicate.objects.filter(topic=of.pk).select_related("of__forum").first()
        target = further.of if further else of
        if target.pk == topic.pk:
            raise Invalid({"of": [_("A conversation cannot lead to itself.")]})
        if target.forum.audience != "public" and target.forum.audience != topic.forum.audience:
            raise Invalid({"of": [_("Not everybody who reads this could read that one.")]})
        # Those that led here lead on with it.
        Duplicate.objects.filter(of=topic.pk).update(of=target.pk)
        made, _new = Duplicate.objects.update_or_create(
            topic=topic, defaults={"of": target, "remark": words, "by": by}
        )
        topics_show_anew([topic.pk, of.pk, target.pk])
    return made


def unlink_same(*, by: User, topic: Topic) -> None:
    """It stands for itself again; twice changes nothing."""
    check_curator(by)
    with transaction.atomic():
        found = Duplicate.objects.filter(topic=topic.pk).first()
        if found is not None:
            found.delete()
            topics_show_anew([topic.pk, found.of_id])
