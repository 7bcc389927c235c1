"""What is kept of a person here, and what others wrote that names them."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from accounts.own_data.holdings import FREED, GONE, STAYS, besides, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts
from directory.facts import CardChanged, MembershipChanged, OrganisationChanged
from directory.models import Membership
from kernel.facts import publish

hold("directory.accessfact", "checked_by", FREED)
hold("directory.card", "author", STAYS)
hold("directory.change", "by", STAYS)
hold("directory.change", "decided_by", STAYS, told=False)
hold("directory.claim", "person", GONE)
hold("directory.claim", "decided_by", STAYS, told=False)
hold("directory.foundwith", "by", STAYS)
hold("directory.foundwith", "answered_by", STAYS)
hold("directory.importjob", "by", STAYS)
hold("directory.membership", "person", GONE)
hold("directory.notforus", "by", STAYS)
hold("directory.organisation", "confirmed_by", FREED, told=False)
hold("directory.partnership", "person", FREED)
hold("directory.photo", "by", STAYS)


def leave(person: User) -> None:
    """Those who look after an organisation hear that one of them is gone."""
    for membership in Membership.objects.filter(person=person, left_at=None):
        Membership.objects.filter(pk=membership.pk).delete()
        publish(
            MembershipChanged(
                organisation_id=membership.organisation_id, person_id=person.pk, by_id=person.pk
            )
        )


besides.append(leave)


def _organisations(rows: Sequence[Any]) -> None:
    for row in rows:
        publish(OrganisationChanged(row.pk))


def _cards(rows: Sequence[Any]) -> None:
    for row in rows:
        publish(CardChanged(row.pk))


WORDS = (
    "summary", "description", "html", "summary_en", "description_en", "html_en", "easy", "easy_html",
)  # fmt: skip
texts.append(Text("directory.organisation", WORDS, _organisations))
texts.append(Text("directory.card", ("title", "body", "html", "gives"), _cards))
texts.append(Text("directory.change", ("comment", "before", "after", "reason"), nothing_to_tell))
texts.append(Text("directory.claim", ("evidence", "reason"), nothing_to_tell))
texts.append(Text("directory.partnership", ("about",), nothing_to_tell))
texts.append(Text("directory.accessfact", ("note",), nothing_to_tell))
texts.append(Text("directory.photo", ("alt", "credit"), nothing_to_tell))
