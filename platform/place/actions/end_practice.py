"""An administrator joins a practice area with another, removes one that nothing has, or puts a removed one back."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.facts import publish
from kernel.refusals import Conflict, Invalid
from place.access import administrator_of
from place.actions.record import record
from place.actions.settle_words import values_of
from taxonomy.editions import raise_edition
from taxonomy.facts import PracticeGone, WordsMoved
from taxonomy.former import uses_of
from taxonomy.models import OldPractice, PracticeArea


def join_practice(*, by: User, gone: PracticeArea, kept: PracticeArea | None) -> int:
    """Everything that has `gone` has `kept` from now on, and the old code leads there; says how many things that
    were. A heading is joined with a heading: what stands under it goes along. Raises Invalid (kept), Conflict."""
    administrator_of(by)
    if kept is None or kept.pk == gone.pk:
        raise Invalid({"kept": [_("Choose another area.")]})
    with transaction.atomic():
        held = _held(gone.pk, kept.pk)
        gone, kept = held[gone.pk], held[kept.pk]
        if gone.children.exists() and kept.parent_id is not None:
            raise Invalid({"kept": [_("Areas stand under it: choose a heading.")]})
        if kept.parent_id == gone.pk:
            raise Invalid({"kept": [_("This one stands under it. Choose another heading.")]})
        number = uses_of(gone)
        gone.children.update(parent=kept)
        publish(PracticeGone(gone_id=gone.pk, kept_id=kept.pk))
        OldPractice.objects.filter(area=gone).update(area=kept)
        _end(by, gone, kept)
    return number


def remove_practice(*, by: User, area: PracticeArea) -> None:
    """It is in no list any more. Raises Conflict where something has it, or stands under it."""
    administrator_of(by)
    with transaction.atomic():
        held = _held(area.pk)[area.pk]
        if held.children.exists():
            raise Conflict(_("Areas stand under this heading. Put them elsewhere first."))
        if uses_of(held) or OldPractice.objects.filter(area=held).exists():
            raise Conflict(_("Something has this area. Join it with another instead."))
        _end(by, held, None)


def put_back_practice(*, by: User, code: str) -> PracticeArea:
    """A removed one is there again under its old code. Raises Http404 for what was not removed."""
    administrator_of(by)
    with transaction.atomic():
        old = (
            OldPractice.objects.select_for_update(of=("self",)).filter(code=code, area=None).first()
        )
        if old is None:
            raise Http404
        # Its heading may have come to stand under another meanwhile.
        parent = old.parent if old.parent is not None and old.parent.parent_id is None else None
        area = PracticeArea.objects.create(
            code=old.code, name_pl=old.name_pl, name_en=old.name_en, position=old.position, parent=parent
        )  # fmt: skip
        old.delete()
        record(by=by, what=f"practice:{code}", before={"removed": True}, after=values_of(area))
        raise_edition("words")
    return area


def _held(*pks: int) -> dict[int, PracticeArea]:
    """The rows under their locks, always in the same order. Raises Conflict for one that has just gone."""
    rows = PracticeArea.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(set(pks)):
        raise Conflict(_("Somebody else has just joined or removed it."))
    return found


def _end(by: User, gone: PracticeArea, kept: PracticeArea | None) -> None:
    OldPractice.objects.create(
        code=gone.code, name_pl=gone.name_pl, name_en=gone.name_en, position=gone.position, parent=gone.parent,
        area=kept,
    )  # fmt: skip
    after = {"joined": kept.code} if kept else {"removed": True}
    record(by=by, what=f"practice:{gone.code}", before=values_of(gone), after=after)
    gone.delete()
    publish(WordsMoved())
    raise_edition("words")
