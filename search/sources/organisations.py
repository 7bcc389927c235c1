"""Organisations: found by any of their names, what they say of themselves, what they do, and where they
are. Telephone numbers, addresses and contacts are not found: who may see them differs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from accounts.viewer import Audience, Viewer
from directory.models import Organisation, OrganisationKind, Site
from directory.vocabulary.identity import also_called
from kernel.markdown import plain
from search.documents import Card, Document, Place
from search.sources.practices import areas_of, groups_of, practices_of
from search.sources.regions import around, codes

_KINDS = {
    "swietlica": "świetlica",
    "szkola_artystyczna": "szkoła artystyczna",
    "szkola": "szkoła",
    "kolo_gospodyn": "koło gospodyń wiejskich",
    "zespol": "zespół",
    "utw": "uniwersytet trzeciego wieku",
    "straz": "ochotnicza straż pożarna",
    "spoldzielnia": "spółdzielnia socjalna",
    "urzad": "urząd",
    "siec": "sieć",
    "inne": "",
}
"""What people call a kind where its code does not say it. Whole names, so that abbreviations find them; without
the alternatives that the list for people has ("zespół lub chór"): not every ensemble is a choir."""


def kind_in_words(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " "))


class Organisations:
    kind = "organisation"

    def ids(self, after: int, limit: int) -> Sequence[int]:
        found = Organisation.objects.filter(pk__gt=after, merged_into=None).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        places = _places(ids)
        areas = areas_of(Organisation.practices.through, "organisation_id", ids)
        formats = _formats(ids)
        practices = practices_of(Organisation.practices.through, "organisation_id", ids)
        groups = groups_of(Organisation.audiences.through, "organisation_id", ids)
        for row in (
            Organisation.objects.filter(pk__in=ids, merged_into=None).order_by("pk").iterator()
        ):
            names, regions = places[row.pk]
            names = {**dict.fromkeys(also_called(row)), **names}
            also = (kind_in_words(row.kind), *areas[row.pk], *formats[row.pk], *names)
            english = row.summary_en or row.html_en
            yield Document(
                kind=self.kind,
                object_id=row.pk,
                part=0,
                audience=Audience.MODERATORS if row.hidden else Audience.PUBLIC,
                language=" ".join(dict.fromkeys([row.lang, *(["en"] if english else [])])),
                title=row.name,
                text="\n".join(
                    filter(
                        None,
                        (
                            row.summary,
                            plain(row.html),
                            row.summary_en,
                            plain(row.html_en),
                            plain(row.easy_html),
                            row.projects,
                            # The last line: search.words counts no capitals in it.
                            " · ".join(filter(None, also)),
                        ),
                    )
                ),
                created_at=row.created_at,
                regions=tuple(regions),
                practices=tuple(practices[row.pk]),
                groups=tuple(groups[row.pk]),
            )

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        return self.documents([place.object_id for place in places])

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        kinds = dict(OrganisationKind.choices)
        found = Organisation.objects.visible_to(viewer).filter(
            pk__in=[place.object_id for place in places]
        )
        return {
            Place(pk, 0): Card(
                name, f"/directory/{slug}/", state=kind, line=str(kinds.get(kind, "")), slug=slug
            )
            for pk, name, slug, kind in found.values_list("pk", "name", "slug", "kind")
        }


def _places(ids: Sequence[int]) -> dict[int, tuple[dict[str, None], dict[str, None]]]:
    """Names of localities and gminas, and codes of regions, by organisation."""
    found: dict[int, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
    sites = Site.objects.filter(organisation__in=ids).order_by("position")
    rows = sites.values_list(
        "organisation_id", "precision", "locality", "gmina__name", *around("gmina")
    )
    for organisation_id, precision, locality, gmina, *regions in rows:
        names, found_codes = found[organisation_id]
        if precision == Site.Precision.HIDDEN:
            locality = ""
        names.update(dict.fromkeys(name for name in (locality, gmina) if name))
        found_codes.update(dict.fromkeys(codes(tuple(regions))))
    return found


def _formats(ids: Sequence[int]) -> dict[int, list[str]]:
    """Polish names of the forms in which it works, by organisation."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Organisation.formats.through.objects.filter(organisation__in=ids)
    rows = rows.order_by("format__name_pl")
    for organisation_id, name in rows.values_list("organisation_id", "format__name_pl"):
        found[organisation_id].append(name)
    return found
