"""The directory as a list that can be followed: organisations that were added."""

from collections.abc import Sequence
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.finding.atlas import Atlas
from directory.finding.facets import chosen
from directory.finding.filters import Filters
from directory.finding.results import matching
from directory.models import Organisation, Site
from notifications.saved.registry import FRESH_LIMIT, Fresh, Item
from taxonomy.words import all_words


class Organisations:
    code = "directory"

    def label(self) -> str:
        return _("Organisations")

    def read(self, viewer: Viewer, query: QueryDict) -> str:
        return Filters.from_query(query).query().removeprefix("?")

    def words(self, viewer: Viewer, query: QueryDict) -> str:
        filters = Filters.from_query(query)
        return ", ".join(
            found.name for found in chosen(filters, Atlas(filters.regions), all_words())
        )

    def address(self, query: str) -> str:
        return "/directory/" + (f"?{query}" if query else "")

    def fresh(self, viewer: Viewer, query: QueryDict, since: datetime) -> Sequence[Fresh]:
        found = matching(viewer, Filters.from_query(query)).filter(
            created_at__gte=since, merged_into=None
        )
        rows = found.order_by("-created_at", "-pk").values_list("pk", "created_at")
        return [Fresh(*row) for row in rows[:FRESH_LIMIT]]

    def items(self, viewer: Viewer, pks: Sequence[int]) -> Sequence[Item]:
        rows = Organisation.objects.visible_to(viewer).only("name", "slug").in_bulk(pks)
        places = dict[int, str]()
        sites = Site.objects.filter(organisation__in=pks, position=0)
        for pk, locality, gmina, precision in sites.values_list(
            "organisation", "locality", "gmina__name", "precision"
        ):
            shown = "" if precision == Site.Precision.HIDDEN else locality
            places[pk] = ", ".join(dict.fromkeys(part for part in (shown, gmina) if part))
        return [
            Item(rows[pk].name, places.get(pk, ""), rows[pk].get_absolute_url())
            for pk in pks
            if pk in rows
        ]
