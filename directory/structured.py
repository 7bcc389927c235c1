"""What machines read of an organisation's page: schema.org in JSON-LD."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from directory.accessibility import ATTRIBUTES
from directory.models import Organisation, Site
from directory.registers import known

_TYPES = {
    "biblioteka": "Library",
    "muzeum": "Museum",
    "galeria": "ArtGallery",
    "teatr": "PerformingArtsTheater",
    "kino": "MovieTheater",
    "szkola": "School",
    "szkola_artystyczna": "EducationalOrganization",
    "stowarzyszenie": "NGO",
    "fundacja": "NGO",
}
# `<`, `>` and `&` must not end the script element; the two separators are no JSON in old readers.
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def json_ld(organisation: Organisation, site: Site | None, values: Mapping[str, str]) -> SafeString:
    """The inside of a script element of type application/ld+json."""
    thing = {"@context": "https://schema.org", **thing_of(organisation, site, values)}
    return mark_safe(json.dumps(thing, ensure_ascii=False).translate(_ESCAPES))


def thing_of(
    organisation: Organisation, site: Site | None, values: Mapping[str, str]
) -> dict[str, Any]:
    """The organisation as schema.org describes one, without the context. `values`: attribute to value."""
    url = f"{settings.BASE_URL}{organisation.get_absolute_url()}"
    thing: dict[str, Any] = {
        "@type": _TYPES.get(organisation.kind, "Organization"),
        "@id": url,
        "url": url,
        "name": organisation.name,
        "description": organisation.summary,
        "telephone": organisation.phone,
        "email": organisation.email,
        "sameAs": organisation.website,
        "knowsLanguage": organisation.languages,
        "taxID": organisation.nip,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": number}
            for name, number in known(organisation)
        ],
    }
    if site is not None:
        thing["location"] = _place(site, values)
    return {name: value for name, value in thing.items() if value}


def _place(site: Site, values: Mapping[str, str]) -> dict[str, Any]:
    shown = site.precision != Site.Precision.HIDDEN
    street = " ".join(part for part in (site.street, site.number) if part and shown)
    address = {
        "@type": "PostalAddress",
        "streetAddress": street,
        "postalCode": site.postcode if shown else "",
        "addressLocality": site.locality if shown else "",
        "addressRegion": site.gmina.name if site.gmina else "",
    }
    place: dict[str, Any] = {
        "@type": "Place",
        "address": {k: v for k, v in address.items() if v},
        "amenityFeature": _features(values),
    }
    # A point of the village would be read as the building's.
    if site.precision == Site.Precision.EXACT and site.lon is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": site.lat, "longitude": site.lon}
    return {k: v for k, v in place.items() if v}


def _features(values: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    return [
        {
            "@type": "LocationFeatureSpecification",
            "name": str(ATTRIBUTES[code].name),
            "value": value == "yes",
        }
        for code, value in values.items()
        if value in ("yes", "no") and code in ATTRIBUTES
    ]
