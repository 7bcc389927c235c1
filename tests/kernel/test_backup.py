"""A backup holds everything, and comes back as it was."""

import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kernel.backup.archive import BadArchive, Reader
from tests.services import patterns

pytestmark = pytest.mark.once
"""On SQLite whatever the run is on; test_backup_whole.py has both databases."""
ROOT = Path(__file__).resolve().parents[2]


class House:
    """A site of its own, run by its commands as an operator runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")},
            "DATA_DIR": str(folder),
        }  # fmt: skip

    def manage(self, *words: str, ok: bool = True) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: Any) -> House:
    house = House(tmp_path_factory.mktemp("first"))
    if not patterns.lay(f"sqlite:///{house.folder / 'rynek.sqlite3'}"):
        house.manage("migrate", "-v0")
    house.manage(
        "make_member", "ola@example.org", "--name", "Ola Żółw", "--password", "farbka-i-wapno-1"
    )
    media = house.folder / "media" / "a"
    media.mkdir(parents=True)
    (media / "b.bin").write_bytes(bytes(range(256)) * 1000)
    (media / ".part-1").write_bytes(b"half")
    house.manage("backup", str(house.folder / "site.zip"))
    return house


def test_it_comes_back_as_it_was(first: House, tmp_path: Path) -> None:
    second = House(tmp_path)
    second.manage("restore", str(first.folder / "site.zip"))
    assert (tmp_path / "media" / "a" / "b.bin").read_bytes() == bytes(range(256)) * 1000
    assert not (tmp_path / "media" / "a" / ".part-1").exists(), "what was still being written"
    second.manage("backup", str(tmp_path / "again.zip"))
    counts = [
        json.loads(zipfile.ZipFile(path).read("manifest.json"))["counts"]
        for path in (first.folder / "site.zip", tmp_path / "again.zip")
    ]
    # A restore begins a new epoch: that row alone is new.
    for count in counts:
        count.pop("kernel_epoch")
    assert counts[0] == counts[1]
    assert counts[0]["accounts_user"] == 1


def test_any_damaged_byte_is_named_or_without_effect(first: House, tmp_path: Path) -> None:
    whole = (first.folder / "site.zip").read_bytes()
    with zipfile.ZipFile(first.folder / "site.zip") as archive:
        expected = {name: archive.read(name) for name in archive.namelist()}
    chosen, refused = random.Random(7), 0
    for _ in range(400):
        damaged = bytearray(whole)
        damaged[chosen.randrange(len(damaged))] ^= chosen.randrange(1, 256)
        (tmp_path / "damaged.zip").write_bytes(bytes(damaged))
        try:
            reader = Reader(tmp_path / "damaged.zip")
        except BadArchive:
            refused += 1
        else:
            for name in reader.names(""):
                with reader.open(name) as entry:
                    assert entry.read() == expected[name]
    assert refused > 350, "nearly all of an archive is content"


def test_a_deleted_account_stays_deleted(first: House, tmp_path: Path) -> None:
    """The archive is of the day before; the ledger of the old data folder knows of the deletion."""
    old, new = House(tmp_path / "old"), House(tmp_path / "new")
    for house in (old, new):
        house.folder.mkdir()
    old.manage("restore", str(first.folder / "site.zip"))
    old.manage(
        "make_member", "adam@example.org", "--name", "Adam Pilch", "--password", "farbka-i-wapno-1",
        "--role", "admin",
    )  # fmt: skip
    assert "the handle of ola@example.org is" in old.manage(
        "delete_account", "ola@example.org", "--handle", "jan", ok=False
    )
    assert "there is no account" in old.manage(
        "delete_account", "nikt@example.org", "--handle", "nikt", ok=False
    )
    assert "Nie ma innego administratora" in old.manage(
        "delete_account", "adam@example.org", "--handle", "adam.pilch", ok=False
    )
    old.manage("delete_account", "ola@example.org", "--handle", "ola.zolw")
    (new.folder / "erased.jsonl").write_bytes((old.folder / "erased.jsonl").read_bytes())
    assert "1 deleted accounts deleted again" in new.manage(
        "restore", str(first.folder / "site.zip")
    )
    new.manage("backup", str(tmp_path / "after.zip"))
    rows = zipfile.ZipFile(tmp_path / "after.zip")
    everything = b"".join(rows.read(name) for name in rows.namelist())
    assert b"ola@example.org" not in everything
    assert "Ola Żółw".encode() not in everything


def test_the_only_administrator_of_that_day_stays_deleted_too(first: House, tmp_path: Path) -> None:
    """The others on the ledger as well; and the place is told that nobody administers it."""
    old, new = House(tmp_path / "old"), House(tmp_path / "new")
    for house in (old, new):
        house.folder.mkdir()
    old.manage("restore", str(first.folder / "site.zip"))
    for handle in ("adam", "ewa"):
        old.manage(
            "make_member", f"{handle}@example.org", "--name", f"{handle.title()} Pilch", "--password",
            "farbka-i-wapno-1", "--role", "admin" if handle == "adam" else "member",
        )  # fmt: skip
    old.manage("backup", str(tmp_path / "before.zip"))
    old.manage(
        "make_member", "you@example.org", "--name", "Nowa Osoba", "--password", "farbka-i-wapno-1",
        "--role", "admin",
    )  # fmt: skip
    for handle in ("adam", "ewa"):
        old.manage("delete_account", f"{handle}@example.org", "--handle", f"{handle}.pilch")
    (new.folder / "erased.jsonl").write_bytes((old.folder / "erased.jsonl").read_bytes())
    said = new.manage("restore", str(tmp_path / "before.zip"))
    assert "2 deleted accounts deleted again" in said
    assert "no administrator is left" in said
    new.manage("backup", str(tmp_path / "after.zip"))
    rows = zipfile.ZipFile(tmp_path / "after.zip")
    everything = b"".join(rows.read(name) for name in rows.namelist())
    assert b"adam" not in everything
    assert b"ewa@example.org" not in everything
    assert b"ola@example.org" in everything, "who was not deleted is still there"


def test_a_damaged_archive_changes_nothing(first: House, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(first.folder / "site.zip") as whole, zipfile.ZipFile(broken, "w") as part:
        for name in whole.namelist():
            data = whole.read(name)
            part.writestr(name, data[:-10] + b"0123456789" if name.startswith("media") else data)
    house = House(tmp_path / "site")
    assert "damaged" in house.manage("restore", str(broken), ok=False)
    (tmp_path / "no.zip").write_bytes(b"PK nothing")
    assert "damaged" in house.manage("restore", str(tmp_path / "no.zip"), ok=False)
    assert not (tmp_path / "site" / "media").exists()


def test_a_site_with_people_is_not_written_over(first: House) -> None:
    assert "people already" in first.manage("restore", str(first.folder / "site.zip"), ok=False)


def test_an_archive_of_a_newer_version_is_refused(first: House, tmp_path: Path) -> None:
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(first.folder / "site.zip") as whole, zipfile.ZipFile(newer, "w") as copy:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                manifest["migrations"]["forums"] = "9999_from_tomorrow"
                data = json.dumps(manifest).encode()
            copy.writestr(name, data)
    assert "newer version" in House(tmp_path / "site").manage("restore", str(newer), ok=False)


def test_a_backup_does_not_write_over_another(first: House) -> None:
    assert "there already" in first.manage("backup", str(first.folder / "site.zip"), ok=False)
