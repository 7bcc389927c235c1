"""What every new site starts with: the region's units."""

from pathlib import Path

from taxonomy.loading import load_region
from taxonomy.models import Region

DATA = Path(__file__).parent / "data"


def shipped_regions() -> list[Path]:
    """The directories of regions that come with the product."""
    return sorted(path.parent for path in DATA.glob("*/units.csv"))


def ensure_region() -> None:
    """Loads the shipped region, unless this site has a region already (its own, perhaps)."""
    if Region.objects.exists():
        return
    for directory in shipped_regions():
        load_region(directory)
