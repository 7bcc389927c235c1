"""A person keeps a thing for later, is reminded of it, or keeps it no longer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.gate import clean_text
from kernel.refusals import Invalid
from notifications.actions.tell import tell
from notifications.kept.models import KeptThing
from notifications.kept.reading import named
from notifications.targets import still_visible

REMARK_LIMIT = 300
MOST = 1_000
FURTHEST = timedelta(days=366)
AT_ONCE = 50


def keep(
    *, by: User, kind: str, object_id: int, remark: str = "", remind_at: datetime | None = None
) -> KeptThing:
    """The row; keeping what is kept changes remark and reminder. Raises Http404 for what the person may
    not see, Invalid (kind, remark, remind_at)."""
    title, url = named(by, kind, object_id)
    words = clean_text(remark, limit=REMARK_LIMIT, lines=False)
    now = timezone.now()
    if remind_at is not None and not now < remind_at <= now + FURTHEST:
        raise Invalid({"remind_at": [_("Choose a day within the next year.")]})
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = KeptThing.objects.filter(person=by)
        if not mine.filter(target_kind=kind, target_id=object_id).exists() and mine.count() >= MOST:
            message = _("You keep %(most)d things already. Let go of some first.") % {"most": MOST}
            raise Invalid({"__all__": [message]})
        row, _made = KeptThing.objects.update_or_create(
            person=by, target_kind=kind, target_id=object_id,
            defaults={"title": title[:200], "url": url, "remark": words, "remind_at": remind_at},
        )  # fmt: skip
    return row


def let_go(*, by: User, kind: str, object_id: int) -> None:
    """Also of what they may no longer see."""
    KeptThing.objects.filter(person=by, target_kind=kind, target_id=object_id).delete()


def remind_whats_due() -> bool:
    """Tells those whose day has come, each once, unless they may no longer see the thing; True when more
    may wait."""
    due = KeptThing.objects.filter(remind_at__lte=timezone.now()).order_by("remind_at")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        _remind(pk)
    return len(pks) == AT_ONCE


@transaction.atomic
def _remind(pk: int) -> None:
    row = (
        KeptThing.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=pk, remind_at__lte=timezone.now())
        .first()
    )
    if row is None:
        return
    KeptThing.objects.filter(pk=pk).update(remind_at=None)
    if still_visible(row.person, [row]):
        tell(
            {row.person_id}, kind="kept_due", actor_id=None, subject=row.title, detail=row.remark,
            url=row.url, target=(row.target_kind, row.target_id),
        )  # fmt: skip
