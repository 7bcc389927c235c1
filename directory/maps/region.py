"""The map of the home page: how many organisations each powiat has."""

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.finding.atlas import Atlas
from directory.maps.drawing import PAGE_WIDTH, draw
from directory.models import Organisation, Site
from taxonomy.models import Region


def counts_by_gmina(viewer: Viewer) -> Mapping[str, int]:
    """Gmina\'s code to number of organisations that the viewer may see; "" for those without one."""
    visible = Organisation.objects.visible_to(viewer)
    rows = (
        Site.objects.filter(position=0, organisation__in=visible).order_by().values("gmina__code")
    )
    return {
        code or "": number
        for code, number in rows.annotate(number=Count("pk")).values_list("gmina__code", "number")
    }


def home_map() -> SafeString:
    """The whole region as everybody may see it, each powiat a link into the directory; "" while no
    region is loaded. Alike for all viewers: it may be kept under `directory_version()`."""
    atlas = Atlas()
    powiats = {unit.code for unit in atlas.at(Region.Level.POWIAT)}
    drawing = draw(
        atlas, counts_by_gmina(AnonymousUser()), width=PAGE_WIDTH,
        label=_("Map: organisations by powiat"),
        href=lambda code: f"/directory/?region={code}" if code in powiats else "",
    )  # fmt: skip
    if drawing is None:
        return SafeString("")
    return render_to_string("directory/_map.html", {"map": drawing, "plain": True})
