"""With whom a card was found: its people name an organisation, and that one says whether it is so."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.partner import REST
from directory.facts import CardFoundWith, FoundAgreed, FoundDeclined
from directory.models import Card, FoundWith, Organisation
from directory.policies import may_name_partner
from directory.querysets import shown_cards
from directory.speaking import check_speaks_as
from directory.versions import directory_changed
from kernel.facts import publish
from kernel.refusals import Conflict, Invalid, Refused


def name_found(*, by: User, card: Card, partner: Organisation | None) -> bool:
    """Names the organisation, or nobody (any more); says whether that changed something. Inside the
    transaction that closes the card, whose row is locked. Raises Refused, Invalid (partner)."""
    live = _live(card)
    if (live.organisation_id if live else None) == (partner.pk if partner else None):
        return False
    if partner is None:
        return forget_found(card)
    if not may_name_partner(by, card):
        raise Refused(_("Only people of this organisation can speak for it."))
    _check_partner(card, partner)
    forget_found(card)
    row, _new = FoundWith.objects.update_or_create(
        card=card, organisation=partner,
        defaults={
            "by": by, "named_at": timezone.now(), "agreed_at": None, "declined_at": None,
            "answered_by": None,
        },
    )  # fmt: skip
    publish(CardFoundWith(row.pk, card.pk, card.organisation_id, partner.pk, by.pk))
    return True


def _check_partner(card: Card, partner: Organisation) -> None:
    if partner.pk == card.organisation_id:
        raise Invalid({"partner": [_("Choose another organisation than your own.")]})
    if partner.hidden or partner.merged_into_id is not None:
        raise Invalid({"partner": [_("There is no such organisation.")]})
    lately = timezone.now() - REST
    refused = FoundWith.objects.filter(card=card, organisation=partner, declined_at__gt=lately)
    if refused.exists():
        raise Invalid(
            {"partner": [_("They did not confirm it not long ago. Talk with them first.")]}
        )


def _live(card: Card) -> FoundWith | None:
    """What was named and not declined: one at most."""
    found: FoundWith | None = FoundWith.objects.filter(card=card, declined_at=None).first()
    return found


def forget_found(card: Card) -> bool:
    """The card's people no longer say so, or it stands again; what was declined stays declined."""
    return bool(FoundWith.objects.filter(card=card, declined_at=None).delete()[0])


def answer_found(*, by: User, organisation: Organisation, found_id: int, agrees: bool) -> FoundWith:
    """Editors of the named organisation confirm it or do not; either can be changed later. A second
    time changes nothing. Raises Refused, Conflict; Http404 for what is not there (any more)."""
    check_writer(by)
    with transaction.atomic():
        check_speaks_as(by, organisation)
        row = _held(organisation, found_id)
        done = row.agreed_at if agrees else row.declined_at
        if done is not None:
            return row
        other = _live(row.card)
        if agrees and other is not None and other.pk != row.pk:
            raise Conflict(_("They have named another organisation since."))
        now = timezone.now()
        row.agreed_at, row.declined_at = (now, None) if agrees else (None, now)
        row.answered_by = by
        row.save(update_fields=["agreed_at", "declined_at", "answered_by"])
        fact = FoundAgreed if agrees else FoundDeclined
        publish(fact(row.pk, row.card_id, row.organisation_id, row.card.organisation_id, by.pk))
        directory_changed()
    return row


def _held(organisation: Organisation, found_id: int) -> FoundWith:
    """The row, under the lock of the card's organisation, as everything of a card is written."""
    rows = FoundWith.objects.filter(
        shown_cards("card__"), pk=found_id, organisation=organisation,
        card__outcome=Card.Outcome.FOUND,
    )  # fmt: skip
    Organisation.objects.select_for_update().filter(
        pk__in=rows.values("card__organisation")
    ).first()
    row: FoundWith | None = (
        rows.select_for_update(of=("self",)).select_related("organisation", "card").first()
    )
    if row is None:
        raise Http404
    return row
