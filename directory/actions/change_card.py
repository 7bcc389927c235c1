"""A card is changed, closed ("found here", "found elsewhere", "no longer"), or put up again."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.found_with import forget_found, name_found
from directory.actions.post_card import write_card
from directory.board.fields import clean_card
from directory.facts import CardChanged, CardClosed
from directory.models import Card, Organisation
from directory.policies import may_close_card
from directory.versions import directory_changed
from kernel.facts import publish
from kernel.refusals import Conflict, Invalid, Refused


def edit_card(*, by: User, card: Card, version: int, **fields: Any) -> Card:
    """Writes these fields (see `clean_card`). `version` is that of the card the person saw: Conflict if
    somebody has saved since. A need stays a need: others have answered it as one. Raises Refused,
    Invalid."""
    check_writer(by)
    clean = clean_card({"kind": card.kind, **fields})
    with transaction.atomic():
        locked = _locked(by, card)
        if locked.fulfilled_at is not None:
            raise Refused(_("This card is closed. Put it up again first."))
        if clean["kind"] != locked.kind:
            raise Invalid({"kind": [_("A need cannot become an offer. Put up another card.")]})
        if locked.version != version:
            raise Conflict(_("Somebody has changed this card since you opened it."))
        locked.version += 1
        write_card(locked, clean)
        publish(CardChanged(locked.pk))
        directory_changed()
    return locked


def close_card(
    *,
    by: User,
    card: Card,
    outcome: str = Card.Outcome.GONE,
    partner: Organisation | None = None,
) -> Card:
    """Takes the card down: found here, elsewhere, or no longer true. A second time changes nothing but
    the reason, and with whom. `partner`: the organisation with which it was found here; it is asked
    whether that is so. Raises Refused, Invalid (outcome, partner)."""
    check_writer(by)
    if outcome not in Card.Outcome.values:
        raise Invalid({"outcome": [_("Choose one from the list.")]})
    if partner is not None and outcome != Card.Outcome.FOUND:
        raise Invalid({"partner": [_("Name an organisation only if you found one another here.")]})
    with transaction.atomic():
        locked = _locked(by, card)
        named = name_found(by=by, card=locked, partner=partner)
        if named and locked.outcome == outcome:
            directory_changed()
        if locked.fulfilled_at is None or locked.outcome != outcome:
            locked.fulfilled_at = locked.fulfilled_at or timezone.now()
            locked.outcome = outcome
            locked.version += 1
            locked.save(update_fields=["fulfilled_at", "outcome", "version"])
            publish(CardClosed(locked.pk))
            directory_changed()
    return locked


def renew_card(*, by: User, card: Card, until: date | None = None) -> Card:
    """Puts an expired or closed card up again, for 60 days unless `until` says. A card that stands
    only gets the new day. Raises Refused, Invalid."""
    check_writer(by)
    clean = clean_card({"until": until})
    with transaction.atomic():
        locked = _locked(by, card)
        today = timezone.localdate()
        if locked.last_day is not None and locked.last_day < today:
            # The days have passed: what is put up again is wanted on others, to be agreed.
            locked.first_day = locked.last_day = None
        locked.until = clean["until"]
        locked.fulfilled_at, locked.outcome = None, ""
        forget_found(locked)
        locked.version += 1
        locked.save(
            update_fields=[
                "first_day", "last_day", "until", "fulfilled_at", "outcome", "version",
            ]
        )  # fmt: skip
        publish(CardChanged(locked.pk))
        directory_changed()
    return locked


def _locked(by: User, card: Card) -> Card:
    """The row under the lock of its organisation, as everything of an organisation is written. Raises
    Refused."""
    Organisation.objects.select_for_update().get(pk=card.organisation_id)
    locked: Card = (
        Card.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=card.pk)
    )
    if not may_close_card(by, locked):
        raise Refused(_("Only people of this organisation can speak for it."))
    return locked
