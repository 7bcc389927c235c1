"""An organisation says what it seeks or has, until a day."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.board.fields import WORD_FIELDS, clean_card
from directory.facts import CardPosted
from directory.models import Card, Organisation
from directory.policies import may_post_card
from directory.versions import directory_changed
from kernel import markdown
from kernel.facts import publish
from kernel.once import once
from kernel.refusals import Refused
from taxonomy.models import Audience, PracticeArea


def post_card(
    *, by: User, organisation: Organisation, key: str | None = None, **fields: Any
) -> Card:
    """The card of these fields (see `clean_card`), or the one that the same key made. It has a `kind`
    and a `title` at least; without `until` it stands for 60 days. Raises Refused, Invalid, KeyReused."""
    check_writer(by)
    clean = clean_card({"kind": "", "title": "", "until": None, **fields})
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not may_post_card(by, locked):
            raise Refused(_("Only people of this organisation can speak for it."))

        def make() -> int:
            card = Card(organisation=locked, author=by)
            write_card(card, clean)
            publish(CardPosted(card.pk))
            directory_changed()
            return card.pk

        payload = ["card", locked.pk, sorted(clean.items())]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    card: Card = Card.objects.select_related("organisation").get(pk=pk)
    return card


def write_card(card: Card, clean: dict[str, Any]) -> None:
    """Brings cleaned fields into the card and saves it, inside the caller's transaction."""
    for name, value in clean.items():
        if name not in WORD_FIELDS:
            setattr(card, name, value)
    card.html = markdown.render(card.body)
    card.save()
    if "practices" in clean:
        card.practices.set(PracticeArea.objects.filter(code__in=clean["practices"]))
    if "audiences" in clean:
        card.audiences.set(Audience.objects.filter(code__in=clean["audiences"]))
