"""Before a card ends its people are told once, and prolong it with one press from the letter."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from directory.actions.change_card import renew_card
from directory.actions.tell_matches import stop_address
from directory.board.fields import DEFAULT_DAYS
from directory.models import Card, Membership
from kernel.mail import write_letter
from kernel.refusals import Conflict

AHEAD = timedelta(days=5)
"""So long before its last day."""
LOT = 100
"""So many cards a run looks at; the rest comes with the next."""
_SALT = "directory.card.renew"
log = logging.getLogger(__name__)


def _due() -> Any:
    """Shown cards that end soon and whose people do not know. Who has put one up for a
    few days knows it."""
    today = timezone.localdate()
    untold = Q(told_of_end=None) | ~Q(told_of_end=F("until"))
    return Card.objects.shown().filter(
        untold, fulfilled_at=None, until__range=(today, today + AHEAD),
        created_at__lt=timezone.now() - AHEAD,
    )  # fmt: skip


def tell_endings() -> int:
    """One run; says how many letters were queued."""
    sent = 0
    for pk in list(_due().order_by("until", "pk").values_list("pk", flat=True)[:LOT]):
        try:
            sent += _tell(pk)
        except Exception:  # the others must not wait for one that cannot be told
            log.exception("the end of card %s could not be told", pk)
    return sent


def _tell(pk: int) -> int:
    """Letters and mark are one transaction: a run that dies, or two at once, tell nobody twice."""
    with transaction.atomic():
        card = (
            _due()
            .select_for_update(of=("self",))
            .select_related("organisation")
            .filter(pk=pk)
            .first()
        )
        if card is None:
            return 0
        people = _people(card)
        for person in people:
            path = f"/directory/needs/renew/{renew_token(card, person)}/"
            write_letter(
                to=person.email, language=person.language, template="directory/mail/card_ends.txt",
                context={
                    "name": person.name, "card": card, "organisation": card.organisation.name, "days": DEFAULT_DAYS,
                    "url": f"{settings.BASE_URL}{card.get_absolute_url()}",
                    "renew_url": f"{settings.BASE_URL}{path}",
                },
                stop_url=f"{settings.BASE_URL}{stop_address(person)}",
            )  # fmt: skip
        Card.objects.filter(pk=pk).update(told_of_end=card.until)
    return len(people)


def _people(card: Card) -> list[User]:
    """Who may prolong it and wants to hear: its editors, and who has put it up while they belong."""
    rows = Membership.objects.filter(
        Q(role=Membership.Role.EDITOR) | Q(person=card.author_id), organisation=card.organisation_id,
        left_at=None, person__is_active=True, person__verified=True, person__hears_of_matches=True,
    )  # fmt: skip
    return [row.person for row in rows.select_related("person").order_by("pk")]


def renew_token(card: Card, person: User) -> str:
    """For this person and this end of the card alone."""
    return signing.dumps([card.pk, person.pk, card.until.isoformat()], salt=_SALT)


@dataclass(frozen=True)
class Asked:
    """What the address of a letter asks for."""

    card: Card
    person: User
    until: date

    @property
    def done(self) -> bool:
        """Whether it stands longer already, by whichever press."""
        return self.card.is_open and self.card.until > self.until


def read_renewal(token: str) -> Asked | None:
    """None for what is not ours, or no longer there."""
    try:
        card_pk, person_pk, until = signing.loads(token, salt=_SALT)
        day = date.fromisoformat(until)
    except Exception:  # bytes that were never a token raise many kinds
        return None
    card = Card.objects.select_related("organisation").filter(pk=card_pk).first()
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    hidden = card is None or card.hidden or card.organisation.hidden
    return None if card is None or person is None or hidden else Asked(card, person, day)


def renew_from_letter(*, token: str) -> Card:
    """The card, standing on. A second press changes nothing. Raises Refused for who belongs to it no
    more, Conflict where the letter is no longer good."""
    asked = read_renewal(token)
    if asked is None or asked.card.fulfilled_at is not None:
        raise Conflict(_("This link is no longer good. Open the card and put it up again there."))
    return asked.card if asked.done else renew_card(by=asked.person, card=asked.card)
