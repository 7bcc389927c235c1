"""An administrator loads a region from two files: its units and their drawings."""

import tempfile
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.gate import clean_text
from kernel.refusals import Invalid
from place.access import administrator_of
from place.actions.change_settings import held_settings, keep_settings
from place.actions.record import record
from taxonomy.loading import BadRegion, Loaded, load_region
from taxonomy.models import Region

FILE_LIMIT = 4 * 1024 * 1024
"""Bytes of a file: many times what a voivodeship needs, and two of them fit through the proxy."""


def take_region(*, by: User, units: bytes, topology: bytes, credit: str = "") -> Loaded:
    """All or nothing; the same files again change nothing. Raises Invalid (units, topology)."""
    administrator_of(by)
    for name, content in (("units", units), ("topology", topology)):
        if len(content) > FILE_LIMIT:
            raise Invalid({name: [_("This file is too large: four megabytes fit.")]})
    words = clean_text(credit, limit=200, lines=False)
    with tempfile.TemporaryDirectory() as name, transaction.atomic():
        folder = Path(name)
        (folder / "units.csv").write_bytes(units)
        (folder / "region.topojson").write_bytes(topology)
        (folder / "credit.txt").write_text(words)
        before = Region.objects.count()
        try:
            loaded = load_region(folder)
        except BadRegion as error:
            said = str(error).replace(f"{folder}/", "")
            raise Invalid({"topology" if "topojson" in said else "units": [said]}) from error
        record(
            by=by, what="region", before={"units": before},
            after={"units": Region.objects.count(), "changed": loaded.changed},
        )  # fmt: skip
        keep_settings(held_settings(), {})
    return loaded
