"""An organisation says what it seeks or has, until a day; and that it has been found."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.facts import CardClosed, CardPosted
from directory.models import Card, Organisation
from directory.policies import may_close_card, may_post_card
from directory.versions import directory_changed
from kernel import markdown
from kernel.facts import publish
from kernel.gate import NAME_LIMIT, BadText, clean_text, required_text
from kernel.once import once
from kernel.refusals import Invalid, Refused

BODY_LIMIT = 4_000
DEFAULT_DAYS, LONGEST_DAYS = 60, 366


def post_card(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    title: str,
    body: str = "",
    until: date | None = None,
    key: str | None = None,
) -> Card:
    """The card, or the one that the same key made. Without `until` it stands for 60 days. Raises
    Refused, Invalid, KeyReused."""
    check_writer(by)
    until = until or timezone.localdate() + timedelta(days=DEFAULT_DAYS)
    title, body = _clean(kind, title, body, until)
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not may_post_card(by, locked):
            raise Refused(_("Only people of this organisation can speak for it."))

        def make() -> int:
            card = Card.objects.create(
                organisation=locked, author=by, kind=kind, title=title, body=body,
                html=markdown.render(body), until=until,
            )  # fmt: skip
            publish(CardPosted(card.pk))
            directory_changed()
            return card.pk

        payload = ["card", locked.pk, kind, title, body, until]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    card: Card = Card.objects.select_related("organisation").get(pk=pk)
    return card


def _clean(kind: str, title: str, body: str, until: date) -> tuple[str, str]:
    errors: dict[str, list[str]] = {}
    if kind not in Card.Kind.values:
        errors["kind"] = [_("Choose one from the list.")]
    try:
        title = required_text(title, limit=NAME_LIMIT, lines=False, name=True)
    except BadText as error:
        errors["title"] = [str(error)]
    try:
        body = clean_text(body, limit=BODY_LIMIT)
    except BadText as error:
        errors["body"] = [str(error)]
    today = timezone.localdate()
    if until < today:
        errors["until"] = [_("This day has passed.")]
    elif until > today + timedelta(days=LONGEST_DAYS):
        errors["until"] = [_("A card stands for a year at most. You can renew it then.")]
    if errors:
        raise Invalid(errors)
    return title, body


def fulfil_card(*, by: User, card: Card) -> Card:
    """Takes the card down: found, lent, or no longer true. A second time changes nothing."""
    check_writer(by)
    with transaction.atomic():
        locked: Card = (
            Card.objects.select_for_update().select_related("organisation").get(pk=card.pk)
        )
        if not may_close_card(by, locked):
            raise Refused(_("Only people of this organisation can speak for it."))
        if locked.fulfilled_at is None:
            locked.fulfilled_at = timezone.now()
            locked.save(update_fields=["fulfilled_at"])
            publish(CardClosed(locked.pk))
            directory_changed()
    return locked
