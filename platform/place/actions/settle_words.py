"""An administrator adds a practice area or names one anew, in both languages."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import required_text
from kernel.refusals import Invalid
from place.access import administrator_of
from place.actions.record import record
from place.seen import check_seen
from taxonomy.editions import raise_edition
from taxonomy.facts import WordsMoved
from taxonomy.models import OldPractice, PracticeArea
from taxonomy.slugs import slug as slug_of

SHOWN = ("name_pl", "name_en", "parent", "position")


def settle_practice(
    *,
    by: User,
    area: PracticeArea | None = None,
    name_pl: str,
    name_en: str,
    parent: PracticeArea | None = None,
    position: int = 0,
    seen: str | None = None,
) -> PracticeArea:
    """Two levels and no more: under a heading only, and a heading under nothing. The code, which addresses
    and files use, is made once and stays. Raises Invalid or Conflict."""
    administrator_of(by)
    fields = gathered(
        name_pl=lambda: required_text(name_pl, limit=80, lines=False, name=True),
        name_en=lambda: required_text(name_en, limit=80, lines=False, name=True),
    )
    if not 0 <= position <= 999:
        raise Invalid({"position": [_("Write a number from 0 to 999.")]})
    with transaction.atomic():
        held = (
            PracticeArea.objects.select_for_update(of=("self",)).get(pk=area.pk) if area else None
        )
        before = values_of(held) if held else {}
        check_seen(seen, before)
        _check_parent(held, parent)
        held = held or PracticeArea(code=_new_code(fields["name_pl"]))
        moved = held.parent_id != (parent.pk if parent else None)
        held.name_pl, held.name_en = fields["name_pl"], fields["name_en"]
        held.parent, held.position = parent, position
        change = record(by=by, what=f"practice:{held.code}", before=before, after=values_of(held))
        if change is None:
            return held
        held.save()
        if moved:
            publish(WordsMoved())
        raise_edition("words")
    return held


def values_of(area: PracticeArea) -> dict[str, Any]:
    return {
        "name_pl": area.name_pl, "name_en": area.name_en, "position": area.position,
        "parent": area.parent.code if area.parent else "",
    }  # fmt: skip


def _check_parent(area: PracticeArea | None, parent: PracticeArea | None) -> None:
    if parent is None:
        return
    own = area is not None and (parent.pk == area.pk or area.children.exists())
    if parent.parent_id is not None or own:
        raise Invalid({"parent": [_("Choose a heading; what has areas under it is one itself.")]})


def _new_code(name: str) -> str:
    code = re.sub(r"[^a-z0-9-]", "", slug_of(name, 50))
    if not code:
        raise Invalid({"name_pl": [_("A name has letters or figures.")]})
    if OldPractice.objects.filter(code=code, area=None).exists():
        raise Invalid({"name_pl": [_("There was an area of this name. Put it back instead.")]})
    known = PracticeArea.objects.filter(code=code).exists()
    if known or OldPractice.objects.filter(code=code).exists():
        raise Invalid({"name_pl": [_("There is an area of this name already.")]})
    return code
