"""What is kept of a person here: who changed what the place is stays with the change."""

from accounts.models import User
from accounts.own_data.holdings import STAYS, besides, hold
from place.models import Change

hold("place.change", "by", STAYS)
hold("place.wording", "by", STAYS)


def forget(person: User) -> None:
    """Which role somebody had is recorded under their handle."""
    Change.objects.filter(what=f"role:{person.handle}").update(what=f"role:deleted-{person.pk}")


besides.append(forget)
