"""What a place offers a visitor with a disability, said by somebody who has looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.writing import locked_for_editing, main_site, touched
from directory.models import AccessFact, Organisation, Site
from directory.vocabulary.accessibility import ATTRIBUTES
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid

MEASURE_LIMIT, NOTE_LIMIT = 60, 300


@dataclass(frozen=True)
class GivenFact:
    """What somebody says of one attribute. Without `checked_on` it was checked today."""

    value: str
    note: str = ""
    measure: str = ""
    checked_on: date | None = None


def set_access(
    *, by: User, organisation: Organisation, access: Mapping[str, GivenFact]
) -> Organisation:
    """Writes these facts of the first place, as an edit of the page. Raises Refused, Invalid."""
    check_writer(by)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        site = main_site(locked)
        site.save()
        if write_facts(by=by, site=site, access=access):
            touched(locked, confirmed=True)
    return locked


def write_facts(*, by: User, site: Site, access: Mapping[str, GivenFact]) -> bool:
    """The rows, inside the caller's transaction; whether any of them is another now. What has not
    changed keeps its date and its name."""
    clean = {attribute: _clean(attribute, given) for attribute, given in access.items()}
    known = {fact.attribute: fact for fact in AccessFact.objects.filter(site=site)}
    changed = False
    for attribute, given in clean.items():
        fact = known.get(attribute)
        if fact is None and given.value == AccessFact.Value.UNKNOWN and not given.note:
            continue
        if fact is None:
            fact = AccessFact(site=site, attribute=attribute, value="")
        if not _differs(fact, given):
            continue
        # A date that stayed as it was while the answer changed is the date of the old answer.
        stale = fact.value != given.value and given.checked_on == fact.checked_on
        fact.value, fact.note, fact.measure = given.value, given.note, given.measure
        fact.checked_on = (
            timezone.localdate() if stale or not given.checked_on else given.checked_on
        )
        fact.checked_by, fact.source = by, ""
        fact.save()
        changed = True
    return changed


def _differs(fact: AccessFact, given: GivenFact) -> bool:
    if (fact.value, fact.note, fact.measure) != (given.value, given.note, given.measure):
        return True
    return given.checked_on is not None and given.checked_on != fact.checked_on


def _clean(attribute: str, given: GivenFact) -> GivenFact:
    if attribute not in ATTRIBUTES:
        raise Invalid({"access": [_("We do not know “%(code)s”.") % {"code": str(attribute)[:60]}]})
    if given.value not in AccessFact.Value.values:
        raise Invalid({f"{attribute}_value": [_("Choose one from the list.")]})
    if given.checked_on and given.checked_on > timezone.localdate():
        raise Invalid({f"{attribute}_checked": [_("This day has not come yet.")]})
    try:
        note = clean_text(given.note, limit=NOTE_LIMIT, lines=False)
        measure = clean_text(given.measure, limit=MEASURE_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({f"{attribute}_note": [str(error)]}) from error
    return GivenFact(given.value, note, measure, given.checked_on)
