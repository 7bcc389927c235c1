"""What is kept of a person here: who changed what the place is stays with the change."""

from accounts.models import User
from accounts.own_data.holdings import STAYS, besides, hold
from accounts.own_data.names import all_names, deleted_handle
from accounts.own_data.texts import Text, nothing_to_tell, texts
from place.models import Change

hold("place.change", "by", STAYS)
hold("place.wording", "by", STAYS)


def forget(person: User) -> None:
    """What somebody moderated is recorded under the handle that they had then."""
    for handle in all_names(person)["handles"]:
        for what in ("role", "duties"):
            rows = Change.objects.filter(what=f"{what}:{handle}")
            rows.update(what=f"{what}:{deleted_handle(person.pk)}")


besides.append(forget)
texts.append(Text("place.change", ("before", "after"), nothing_to_tell))
