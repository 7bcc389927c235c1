"""A result as linked data: schema.org in JSON-LD, streamed in lots."""

import json
from collections.abc import Iterator
from itertools import islice

from django.conf import settings

from accounts.viewer import Viewer
from directory.finding.filters import Filters
from directory.finding.open_data import ATTRIBUTION, LOT, sites_of
from directory.finding.results import matching
from directory.page.gallery import PHOTO_COLUMNS, gallery_of, photos_of
from directory.page.known import known_of
from directory.page.places import dressed
from directory.page.structured import thing_of
from directory.vocabulary.networks import belongings


def jsonld_pieces(viewer: Viewer, filters: Filters) -> Iterator[str]:
    """An ItemList in pieces of text: each organisation as its own page describes it, by id, but for the
    people whom one may ask: like the other exports it goes from hand to hand."""
    head = {
        "@context": "https://schema.org", "@type": "ItemList",
        "url": f"{settings.BASE_URL}/directory/{filters.query()}", "description": ATTRIBUTION,
    }  # fmt: skip
    yield _json(head)[:-1] + ',"itemListElement":['
    place = 0
    found = matching(viewer, filters).order_by("pk").iterator(chunk_size=LOT)
    while lot := list(islice(found, LOT)):
        pks = [organisation.pk for organisation in lot]
        sites, known = sites_of(pks), known_of(*pks)
        photos, places = photos_of(pks), belongings(pks)
        for organisation in lot:
            place += 1
            pk = organisation.pk
            columns = [
                {n: getattr(photo, n) for n in PHOTO_COLUMNS} for photo in photos.get(pk, ())
            ]
            thing = thing_of(
                organisation, [dressed(site, known[site.pk]) for site in sites[pk]],
                networks=places.get(pk, ()), gallery=gallery_of(columns),
            )  # fmt: skip
            item = {"@type": "ListItem", "position": place, "item": thing}
            yield ("," if place > 1 else "") + _json(item)
    yield "]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
