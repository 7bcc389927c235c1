"""The result as a table: what a row of it shows, and the heads that sort it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.finding.atlas import Atlas
from directory.finding.filters import Filters
from directory.finding.rows import Row, dress, main_sites, said_of
from directory.models import Organisation, Site
from directory.sight import EVERYBODY, seen
from taxonomy.words import Words

ROWS = 50


@dataclass(frozen=True)
class Head:
    """The head of a column. `href` sorts by it, and turns round what is sorted by it already; `sorted` is
    "ascending", "descending" or ""; both are empty for a column that nothing is sorted by."""

    name: str
    href: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class TableRow:
    """`row` is that of the list; the rest are columns that the list has no room for."""

    row: Row
    gmina: str
    powiat: str
    practices: Sequence[str]
    website: str
    phone: str
    email: str


def heads(filters: Filters) -> list[Head]:
    """In the order of the columns."""
    found = [
        _sorting(filters, "name", _("Name")), _sorting(filters, "kind", _("Kind")),
        _sorting(filters, "gmina", _("Gmina")), _sorting(filters, "powiat", _("Powiat")),
    ]  # fmt: skip
    if filters.near:
        found.append(_sorting(filters, "near", _("Distance")))
    return [
        *found, Head(_("What they do")), Head(_("Accessibility")), Head(_("Seeks and has")),
        Head(_("Contact")), _sorting(filters, "confirmed", _("Last confirmed")),
    ]  # fmt: skip


def _sorting(filters: Filters, name: str, words: str) -> Head:
    order = filters.order
    turned = {name: f"-{name}"}.get(order, name) if name != "near" else name
    state = {name: "ascending", f"-{name}": "descending"}.get(order, "")
    return Head(words, replace(filters, order=turned).query() or "?", state)


def table_rows(
    viewer: Viewer,
    organisations: Sequence[Organisation],
    filters: Filters,
    atlas: Atlas,
    words: Words,
) -> list[TableRow]:
    """Two statements, however many rows."""
    pks = [organisation.pk for organisation in organisations]
    sites, said = main_sites(pks), said_of(viewer, pks, filters.access)
    rows = dress(
        viewer, organisations, asked=filters.access, near=filters.near, sites=sites, said=said
    )
    # In the order of the vocabulary.
    areas = words.practice_pairs
    practices = {pk: [name for code, name in areas if code in said[pk].practices] for pk in pks}
    return [
        _table_row(organisation, row, sites.get(organisation.pk), practices[organisation.pk], atlas)
        for organisation, row in zip(organisations, rows, strict=True)
    ]


def _table_row(
    organisation: Organisation, row: Row, site: Site | None, practices: Sequence[str], atlas: Atlas
) -> TableRow:
    code = site.gmina.code if site and site.gmina else ""
    powiat = atlas.units.get(atlas.powiat_of(code))
    return TableRow(
        row,
        gmina=site.gmina.name if site and site.gmina else "",
        powiat=powiat.name if powiat else "",
        practices=practices,
        website=organisation.website,
        # The page is kept for many: it shows what everybody may see.
        phone=seen(organisation, "phone", EVERYBODY),
        email=seen(organisation, "email", EVERYBODY),
    )
