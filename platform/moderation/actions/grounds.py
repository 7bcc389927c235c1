"""An administrator words a ground of decisions. What was decided by it before keeps the words of its day."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.fields import gathered
from kernel.gate import clean_text, required_text
from kernel.refusals import Invalid, Refused
from moderation.audit import record
from moderation.models import Ground

ALWAYS = ("other",)
"""What has no ground of its own needs one."""


def save_ground(*, by: User, ground: Ground | None, fields: Mapping[str, Any]) -> Ground:
    """A new one (None), or this one with other words; its slug stays. Raises Refused, or Invalid by field."""
    check_writer(by)
    if not by.is_staff:
        raise Refused(_("Only administrators can do this."))
    clean = gathered(
        **{
            name: _reader(fields, name, limit, needed)
            for name, limit, needed in (
                ("name_pl", 100, True), ("name_en", 100, True), ("anchor", 60, False),
                ("provision_pl", 300, False), ("provision_en", 300, False),
            )
        },
        explanation_pl=lambda: required_text(fields.get("explanation_pl", ""), limit=2_000),
        explanation_en=lambda: required_text(fields.get("explanation_en", ""), limit=2_000),
        slug=lambda: ground.slug if ground else _slug(fields.get("slug", "")),
    )  # fmt: skip
    if bool(clean["provision_pl"]) != bool(clean["provision_en"]):
        raise Invalid({"provision_en": [_("Name the provision in both languages.")]})
    row = ground or Ground(position=Ground.objects.count())
    for name, value in clean.items():
        setattr(row, name, value)
    row.active = bool(fields.get("active")) or row.slug in ALWAYS
    try:
        with transaction.atomic():
            row.save()
            record(
                "ground", by=by, kind="ground", object_id=row.pk,
                figures={"slug": row.slug, "new": ground is None, "active": row.active},
            )  # fmt: skip
    except IntegrityError as error:
        raise Invalid({"slug": [_("There is a ground of this name already.")]}) from error
    return row


def _reader(fields: Mapping[str, Any], name: str, limit: int, needed: bool) -> Any:
    read = required_text if needed else clean_text
    return lambda: read(fields.get(name, ""), limit=limit, lines=False)


def _slug(raw: object) -> str:
    value = str(raw).strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,38}", value):
        raise Invalid({"slug": [_("Small letters, digits and hyphens, at most 39 of them.")]})
    return value
