"""In which networks an organisation is: said by its editors, one network at a time."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.writing import locked_for_editing, touched
from directory.models import Network, NetworkPlace, Organisation
from directory.vocabulary.networks import PLACES_LIMIT, clean_place
from kernel.refusals import Invalid


def put_in_network(
    *,
    by: User,
    organisation: Organisation,
    network: str,
    role: str = "",
    since: Any = None,
    until: Any = None,
) -> NetworkPlace:
    """Says as what and in which years (figures or None) the organisation is in the network of this
    code; what was said of the two before is replaced. Raises Refused, Invalid."""
    check_writer(by)
    role, first, last = clean_place(role=role, since=since, until=until)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        found = Network.objects.filter(code=network).first() if isinstance(network, str) else None
        if found is None:
            raise Invalid({"network": [_("Choose one from the list.")]})
        place = NetworkPlace.objects.filter(organisation=locked, network=found).first()
        if place is None:
            if NetworkPlace.objects.filter(organisation=locked).count() >= PLACES_LIMIT:
                raise Invalid(
                    {"network": [_("At most %(most)s fit here.") % {"most": PLACES_LIMIT}]}
                )
            place = NetworkPlace(organisation=locked, network=found)
        elif (place.role, place.since, place.until) == (role, first, last):
            return place
        place.role, place.since, place.until = role, first, last
        place.save()
        touched(locked, confirmed=True)
    return place


def take_out_of_network(*, by: User, organisation: Organisation, network: str) -> None:
    """As if it had never been said. One that has ended is better given its last year. Raises Refused;
    a second time changes nothing."""
    check_writer(by)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        gone, _each = NetworkPlace.objects.filter(
            organisation=locked, network__code=network
        ).delete()
        if gone:
            touched(locked, confirmed=True)
