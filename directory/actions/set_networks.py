"""All the networks of an organisation at once: for imports and for whoever writes a whole record."""

from collections.abc import Iterable

from directory.models import Network, NetworkPlace, Organisation
from directory.vocabulary.networks import GivenPlace


def set_networks(organisation: Organisation, places: Iterable[GivenPlace]) -> bool:
    """Makes these the networks of the organisation, inside the caller's transaction; whether anything
    is another now. `places` are judged already (directory.vocabulary.networks.judge)."""
    wanted = {place.network: place for place in places}
    known = {
        place.network.code: place
        for place in NetworkPlace.objects.filter(organisation=organisation).select_related(
            "network"
        )
    }
    changed = False
    for code in known.keys() - wanted.keys():
        known[code].delete()
        changed = True
    ids = dict(Network.objects.filter(code__in=wanted).values_list("code", "pk"))
    for code, given in wanted.items():
        place = known.get(code) or NetworkPlace(organisation=organisation, network_id=ids[code])
        fresh = (given.role, given.since, given.until)
        if place.pk is None or (place.role, place.since, place.until) != fresh:
            place.role, place.since, place.until = fresh
            place.save()
            changed = True
    return changed
