"""The copy of one's own data: one ZIP with a JSON file for each kind of thing, and the person's files."""

import json
import secrets
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.own_data.holdings import MADE_OF_OTHERS, Holding, files, holdings, told_columns
from accounts.own_data.models import DataCopy
from kernel.naming import site_name
from kernel.retention.table import LOT

KEPT = timedelta(days=7)
"""So long a copy can be fetched."""
PROFILE_HIDES = MADE_OF_OTHERS | {"password", "watched", "level_pinned", "unseen"}
"""The password is kept as a hash alone; two are how moderators look at somebody, the last says who has
blocked them."""


def folder() -> Path:
    """Below the data folder, never below the media: nothing but our own view gives a copy out."""
    path = Path(settings.DATA_DIR) / "copies"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(copy: DataCopy) -> Path:
    return folder() / Path(copy.store).name


def make(copy: DataCopy) -> str:
    """Writes the file beside its name and gives it the name at the end, which is answered. The row does not say
    so yet."""
    person = User.objects.select_related("region").get(pk=copy.person_id)
    store = f"{copy.pk}-{secrets.token_hex(12)}.zip"
    part = folder() / f"{store}.part"
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            _write(archive, person)
        part.chmod(0o600)
        part.replace(folder() / store)
    finally:
        part.unlink(missing_ok=True)
    return store


def _write(archive: zipfile.ZipFile, person: User) -> None:
    with override(person.language):
        archive.writestr(_("read-me.txt"), _read_me(person))
    archive.writestr("profile.json", _json(_profile(person)))
    for holding in sorted(holdings.values(), key=lambda one: one.name):
        if holding.told:
            with archive.open(f"data/{holding.name}.json", "w", force_zip64=True) as entry:
                _write_rows(entry, holding, person)
    for give in files:
        for name, path in give(person):
            if path.is_file():
                archive.write(path, f"files/{name}")


def _read_me(person: User) -> str:
    return _(
        "Everything that %(site)s keeps of the account of %(name)s, as of %(day)s.\n\n"
        "profile.json   the account and what its page says\n"
        "data/…         a file for each kind of thing: what you wrote, marked, followed, were told\n"
        "files/…        pictures and documents that you sent\n\n"
        "The files end in .json and can be read with any text editor; programs read them, too. Times are\n"
        "given with their zone. What others wrote is not here, nor what would show somebody else’s data.\n"
    ) % {
        "site": site_name(),
        "name": person.name,
        "day": timezone.localdate().isoformat(),
    }


def _profile(person: User) -> dict[str, Any]:
    fields = (field for field in User._meta.concrete_fields if field.name not in PROFILE_HIDES)
    return {
        **{field.name: getattr(person, field.attname) for field in fields},
        "region": person.region.name if person.region else None,
    }


def _write_rows(entry: IO[bytes], holding: Holding, person: User) -> None:
    """One row a line, so that a file of a hundred thousand posts is never in memory as a whole."""
    entry.write(b"[")
    for number, row in enumerate(_rows(holding, person)):
        entry.write((",\n" if number else "\n").encode() + _json(row).encode())
    entry.write(b"\n]\n")


def _rows(holding: Holding, person: User) -> Iterator[dict[str, Any]]:
    rows = holding.rows._base_manager.filter(**{holding.column: person}).order_by("pk")
    return rows.values(*told_columns(holding)).iterator(chunk_size=500)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _old() -> QuerySet[DataCopy]:
    return DataCopy.objects.filter(ready_at__lt=timezone.now() - KEPT)


def number_of_old() -> int:
    return _old().count()


def remove_old() -> int:
    """Copies that were there long enough, one lot, and files of which no row tells. Says how many copies."""
    copies = list(_old().order_by("pk")[:LOT])
    for copy in copies:
        path_of(copy).unlink(missing_ok=True)
        copy.delete()
    _remove_strays()
    return len(copies)


def _remove_strays() -> None:
    now = timezone.now()
    known = set(DataCopy.objects.exclude(store="").values_list("store", flat=True))
    for path in folder().iterdir():
        fresh = path.stat().st_mtime > (now - timedelta(hours=6)).timestamp()
        if path.name not in known and not fresh:
            path.unlink(missing_ok=True)
