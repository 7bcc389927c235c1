"""The places of an organisation as its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from directory.hours.timetable import Hours
from directory.hours.words import Shown, shown
from directory.models import Site
from directory.page.known import Known

ZONE = ZoneInfo(settings.TIME_ZONE)
"""The clocks by which all opening hours are meant."""


@dataclass(frozen=True)
class Place:
    """A place with everything that may be shown of it on this day."""

    site: Site
    address: str
    transport: str
    building: str
    hours: Hours
    shown: Shown
    values: Mapping[str, str]
    """Accessibility: attribute to value."""


def dressed(site: Site, known: Known) -> Place:
    hours = known.hours(site)
    return Place(
        site=site,
        address=address_of(site),
        # The way to a place that is not shown would lead there, and so would what it looks like.
        transport="" if site.precision == Site.Precision.HIDDEN else site.transport,
        building="" if site.precision == Site.Precision.HIDDEN else site.building,
        hours=hours,
        shown=shown(hours, timezone.localdate(), ZONE),
        values={fact.attribute: fact.value for fact in known.facts},
    )


def address_of(site: Site) -> str:
    """A postal address in one line; no street where the place is not to be shown."""
    if site.precision == Site.Precision.HIDDEN:
        return site.gmina.title if site.gmina else ""
    street = " ".join(
        part for part in (site.street or (site.number and site.locality), site.number) if part
    )
    town = " ".join(part for part in (site.postcode, site.locality) if part)
    gmina = site.gmina.title if site.gmina and site.gmina.name != site.locality else ""
    return ", ".join(part for part in (street, town, gmina) if part)
