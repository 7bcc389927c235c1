"""What is kept of a person here."""

from accounts.models import User
from accounts.own_data.holdings import FREED, GONE, STAYS, besides, hold
from directory.facts import MembershipChanged
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
