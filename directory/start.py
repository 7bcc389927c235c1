"""The real organisations and networks that come with the product."""

from pathlib import Path

from directory.importing.maps import MAPS
from directory.importing.run import import_file
from directory.models import Network, Organisation
from directory.versions import directory_changed
from taxonomy.models import Region

DATA = Path(__file__).parent / "data"
SHIPPED = (
    ("venues_malopolskie.csv", "venues", "pkw:"),
    ("osm_museums_malopolskie.geojson", "osm", "osm:"),
)
"""File, mapping, and how the keys of its organisations begin."""

NETWORKS: tuple[tuple[str, str, str], ...] = (
    (
        "eno",
        "ENO – European Network of Observatories in the Field of Arts and Cultural Education",
        "",
    ),
    ("culture-action-europe", "Culture Action Europe", "https://cultureactioneurope.org"),
    ("interpret-europe", "Interpret Europe", "https://interpret-europe.net"),
    ("encc", "ENCC – European Network of Cultural Centres", "https://encc.eu"),
)
"""Code, name, address of the page."""
LOCAL_NETWORKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "12": (
        ("lgd-blisko-krakowa", "LGD Blisko Krakowa", "https://bliskokrakowa.pl"),
        ("lgd-gosciniec-4-zywiolow", "LGD Gościniec 4 Żywiołów", ""),
        ("lgd-powiatu-wielickiego", "LGD Powiatu Wielickiego", "https://lgdpowiatwielicki.eu"),
    )
}
"""The same for a region by its code: local action groups that are known to be there. The others are for
those who know the region; an administrator adds them."""


def ensure_networks() -> None:
    """Adds the networks that are missing. Those that somebody has renamed stay as they are."""
    here = Region.objects.filter(code__in=LOCAL_NETWORKS).values_list("code", flat=True)
    wanted = [*NETWORKS, *(row for code in here for row in LOCAL_NETWORKS[code])]
    known = set(Network.objects.values_list("code", flat=True))
    missing = [
        Network(code=code, name=name, url=url, position=position)
        for position, (code, name, url) in enumerate(wanted, start=1)
        if code not in known
    ]
    if missing:
        Network.objects.bulk_create(missing, ignore_conflicts=True)
        directory_changed()


def ensure_directory() -> None:
    """Imports the shipped organisations that are not here yet. Without their region there is nothing
    to do: another region brings its own."""
    if not Region.objects.filter(level=Region.Level.GMINA).exists():
        return
    for name, file_map, prefix in SHIPPED:
        if not Organisation.objects.filter(source_key__startswith=prefix).exists():
            import_file(DATA / name, MAPS[file_map])
