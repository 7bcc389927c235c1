"""The real organisations that come with the product."""

from pathlib import Path

from directory.importing.maps import MAPS
from directory.importing.run import import_file
from directory.models import Organisation
from taxonomy.models import Region

DATA = Path(__file__).parent / "data"
SHIPPED = (
    ("venues_malopolskie.csv", "venues", "pkw:"),
    ("osm_museums_malopolskie.geojson", "osm", "osm:"),
)
"""File, mapping, and how the keys of its organisations begin."""


def ensure_directory() -> None:
    """Imports the shipped organisations that are not here yet. Without their region there is nothing
    to do: another region brings its own."""
    if not Region.objects.filter(level=Region.Level.GMINA).exists():
        return
    for name, file_map, prefix in SHIPPED:
        if not Organisation.objects.filter(source_key__startswith=prefix).exists():
            import_file(DATA / name, MAPS[file_map])
