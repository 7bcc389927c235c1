"""A curator shows something where everybody comes by, or takes it down; puts a line of the desk away."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from curation.desk.access import check_curator
from curation.models import Feature, SetAside
from forums.models import Topic
from kernel.refusals import Conflict, Invalid
from notes.collections.models import Collection
from notes.models import PracticeNote
from taxonomy.editions import raise_edition

EDITION = "featured"
MOST = 4
"""Things shown in one place at a time: more and nobody looks."""
DAYS = (7, 14, 30, 90)
AWAY = timedelta(days=30)


def feature(*, by: User, kind: str, object_id: int, place: str, days: int = 14) -> Feature:
    """Everybody must be able to read it. What is shown already is shown for longer. Raises Invalid,
    Conflict (there is no room) or Refused."""
    check_curator(by)
    if kind not in Feature.Kind.values or place not in Feature.Place.values or days not in DAYS:
        raise Invalid({"place": [_("Choose one from the list.")]})
    if place == Feature.Place.NOTES and kind == Feature.Kind.TOPIC:
        raise Invalid({"place": [_("Among the notes only notes and collections are shown.")]})
    if not everybody_reads(kind, object_id):
        raise Invalid({"id": [_("Only what everybody can read is shown there.")]})
    today = timezone.localdate()
    with transaction.atomic():
        Feature.objects.filter(until__lt=today).delete()
        here = Feature.objects.select_for_update().filter(place=place)
        others = [one for one in here if (one.kind, one.object_id) != (kind, object_id)]
        if len(others) >= MOST:
            raise Conflict(_("There is no room: take something else down first."))
        made, _new = Feature.objects.update_or_create(
            place=place, kind=kind, object_id=object_id,
            defaults={"by": by, "until": today + timedelta(days=days), "at": timezone.now()},
        )  # fmt: skip
        raise_edition(EDITION)
    return made


def take_down(*, by: User, pk: int) -> None:
    """It is not there any more; twice changes nothing."""
    check_curator(by)
    with transaction.atomic():
        Feature.objects.filter(pk=pk).delete()
        raise_edition(EDITION)


def set_aside(*, by: User, line: str) -> None:
    """For all curators, for a month."""
    check_curator(by)
    if not line or len(line) > 100:
        raise Invalid({"line": [_("Choose one from the list.")]})
    SetAside.objects.update_or_create(
        line=line, defaults={"by": by, "until": timezone.localdate() + AWAY}
    )


def everybody_reads(kind: str, object_id: int) -> bool:
    models = {"topic": Topic, "note": PracticeNote, "collection": Collection}
    return bool(models[kind].objects.visible_to(AnonymousUser()).filter(pk=object_id).exists())  # type: ignore[attr-defined]
