"""Curators keep the answers that they give again and again."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from curation.desk.access import check_curator
from curation.models import Canned
from kernel.fields import gathered
from kernel.gate import required_text
from kernel.refusals import Conflict, Invalid

NAME_LIMIT, BODY_LIMIT, MOST = 80, 8_000, 200


def keep_canned(
    *, by: User, canned: Canned | None = None, name: str, body_pl: str, body_en: str,
    version: int | None = None,
) -> Canned:  # fmt: skip
    """A new one, or another wording of one; `version` is what the writer began with. Raises Invalid, Conflict
    or Refused."""
    check_curator(by)
    fields = gathered(
        name=lambda: required_text(name, limit=NAME_LIMIT, lines=False, name=True),
        body_pl=lambda: required_text(body_pl, limit=BODY_LIMIT),
        body_en=lambda: required_text(body_en, limit=BODY_LIMIT),
    )
    with transaction.atomic():
        held = Canned.objects.select_for_update().get(pk=canned.pk) if canned else None
        others = Canned.objects.exclude(pk=held.pk if held else 0)
        if others.filter(name__iexact=fields["name"]).exists():
            raise Invalid({"name": [_("There is an answer of this name already.")]})
        if held is None:
            if others.count() >= MOST:
                raise Invalid({"name": [_("There are too many already. Remove some first.")]})
            return Canned.objects.create(by=by, **fields)
        if version is not None and version != held.version:
            raise Conflict(_("Somebody else has changed it in the meantime. Look at theirs first."))
        for field, value in fields.items():
            setattr(held, field, value)
        held.version, held.by = held.version + 1, by
        held.save()
    return held


def remove_canned(*, by: User, pk: int) -> None:
    check_curator(by)
    Canned.objects.filter(pk=pk).delete()
