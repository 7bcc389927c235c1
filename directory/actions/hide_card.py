"""Decisions of the moderators about a need or an offer: hidden, removed, worded otherwise, and each taken back.

Called by moderation, which has judged who may and writes the decision in the same transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from directory.board.fields import clean_card
from directory.facts import CardChanged
from directory.models import Card, Organisation
from directory.versions import directory_changed
from kernel import markdown
from kernel.facts import publish


def hide_card(*, card: Card, hidden: bool) -> None:
    """Nobody but moderators reads it, or everybody again. A removed one stays removed."""
    with _held(card) as held:
        if held.removed_at is None and held.hidden != hidden:
            _write(held, hidden=hidden)


def remove_card(*, card: Card) -> None:
    """Nobody reads it any more."""
    with _held(card) as held:
        if held.removed_at is None:
            _write(held, hidden=True, removed_at=timezone.now())


def bring_card_back(*, card: Card, hidden: bool) -> None:
    """It was removed by mistake. `hidden`: whether it was hidden before."""
    with _held(card) as held:
        if held.removed_at is not None:
            _write(held, hidden=hidden, removed_at=None)


def reword_card(*, card: Card, body: str) -> None:
    """Raises Invalid (body)."""
    words = clean_card({"body": body})["body"]
    with _held(card) as held:
        if held.body != words:
            _write(held, body=words, html=markdown.render(words))


@contextmanager
def _held(card: Card) -> Iterator[Card]:
    """The row under the lock of its organisation, as everything of an organisation is written."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=card.organisation_id)
        yield Card.objects.select_for_update(of=("self",)).get(pk=card.pk)


def _write(held: Card, **columns: object) -> None:
    for name, value in columns.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*columns, "version"])
    publish(CardChanged(held.pk))
    directory_changed()
