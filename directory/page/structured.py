"""What machines read of an organisation's page: schema.org in JSON-LD."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from directory.hours import schema_org
from directory.models import Contact, Organisation, Site, Standing
from directory.page.gallery import NO_GALLERY, Gallery, Shown
from directory.page.partner_rows import PartnerRow
from directory.page.partnerships import PART, WHOLE
from directory.page.places import Place
from directory.sight import EVERYBODY, asked_of, seen
from directory.vocabulary.accessibility import ATTRIBUTES
from directory.vocabulary.identity import also_called
from directory.vocabulary.languages import tag_of
from directory.vocabulary.networks import Belonging
from directory.vocabulary.registers import known
from directory.vocabulary.standings import Stood

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


def json_ld(
    organisation: Organisation,
    places: Sequence[Place],
    *,
    networks: Sequence[Belonging] = (),
    contacts: Iterable[Contact] = (),
    gallery: Gallery = NO_GALLERY,
    standings: Sequence[Stood] = (),
    related: Sequence[PartnerRow] = (),
) -> SafeString:
    """The inside of a script element of type application/ld+json. Machines read what everybody may see,
    whoever looks at the page, and no names of people."""
    thing = thing_of(organisation, places, networks=networks, contacts=contacts, gallery=gallery)
    thing |= _standing(standings) | _related(related)
    thing = {"@context": "https://schema.org", **thing}
    return mark_safe(json.dumps(thing, ensure_ascii=False).translate(_ESCAPES))


def thing_of(
    organisation: Organisation,
    places: Sequence[Place],
    *,
    networks: Sequence[Belonging] = (),
    contacts: Iterable[Contact] = (),
    gallery: Gallery = NO_GALLERY,
) -> dict[str, Any]:
    """The organisation as schema.org describes one, without the context."""
    url = f"{settings.BASE_URL}{organisation.get_absolute_url()}"
    thing: dict[str, Any] = {
        "@type": _TYPES.get(organisation.kind, "Organization"),
        "@id": url,
        "url": url,
        "name": organisation.name,
        "description": organisation.summary,
        "alternateName": also_called(organisation),
        "foundingDate": str(organisation.founded or ""),
        "parentOrganization": _named(organisation.organiser),
        "memberOf": [_named(place.name, place.url) for place in networks if place.now],
        "telephone": seen(organisation, "phone", EVERYBODY),
        "email": seen(organisation, "email", EVERYBODY),
        "contactPoint": _points(contacts),
        "sameAs": _same_as(organisation),
        "knowsLanguage": list(dict.fromkeys(map(tag_of, organisation.languages))),
        "logo": _image(gallery.logo) if gallery.logo else None,
        "image": [_image(photo) for photo in gallery.photos],
        "taxID": organisation.nip,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": number}
            for name, number in known(organisation)
        ],
    }
    found = [_place(place) for place in places]
    thing["location"] = found[0] if len(found) == 1 else found
    return {name: value for name, value in thing.items() if value}


def _related(related: Sequence[PartnerRow]) -> dict[str, Any]:
    """Of what it is a part and what is a part of it, as both have confirmed."""
    named = {
        relation: [_named(one.name, f"{settings.BASE_URL}{one.url}") for one in related if one.relation == relation]
        for relation in (WHOLE, PART)
    }  # fmt: skip
    found = {"parentOrganization": named[WHOLE], "subOrganization": named[PART]}
    return {name: value for name, value in found.items() if value}


def _standing(standings: Sequence[Stood]) -> dict[str, Any]:
    """What holds now."""
    kinds = Standing.Kind
    awards = [one.title for one in standings if one.kind == kinds.AWARD]
    certificates = [
        {
            "@type": "Certification", "name": one.title, "issuedBy": _named(one.giver), "url": one.url,
            "validFrom": one.since.isoformat() if one.since else "",
            "expires": one.until.isoformat() if one.until else "",
        }
        for one in standings
        if one.kind == kinds.CERTIFICATE
    ]  # fmt: skip
    bare = [{k: v for k, v in one.items() if v} for one in certificates]
    found = {"award": awards, "hasCertification": bare}
    return {name: value for name, value in found.items() if value}


def _image(photo: Shown) -> dict[str, Any]:
    image = {
        "@type": "ImageObject",
        "url": f"{settings.BASE_URL}{photo.largest}",
        "width": photo.width,
        "height": photo.height,
        "caption": photo.alt,
        "creditText": photo.credit,
    }
    return {name: value for name, value in image.items() if value}


def _same_as(organisation: Organisation) -> Sequence[str]:
    wikidata = organisation.wikidata
    entry = f"http://www.wikidata.org/entity/{wikidata}" if wikidata else ""
    return [address for address in (organisation.website, organisation.bip, entry) if address]


def _named(name: str, url: str = "") -> dict[str, str]:
    thing = {"@type": "Organization", "name": name, "url": url}
    return {k: v for k, v in thing.items() if v} if name else {}


def _points(contacts: Iterable[Contact]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for one in asked_of(contacts, EVERYBODY):
        point = {
            "@type": "ContactPoint", "contactType": one.role,
            "telephone": one.phone.value if one.phone else "",
            "email": one.email.value if one.email else "",
        }  # fmt: skip
        if one.phone or one.email:
            found.append({k: v for k, v in point.items() if v})
    return found


def _place(known: Place) -> dict[str, Any]:
    site, today = known.site, timezone.localdate()
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
        "name": site.name,
        "telephone": site.phone,
        "address": {k: v for k, v in address.items() if v},
        "amenityFeature": _features(known.values),
        "openingHoursSpecification": schema_org.regular(known.hours, today),
        "specialOpeningHoursSpecification": schema_org.special(known.hours, today),
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
