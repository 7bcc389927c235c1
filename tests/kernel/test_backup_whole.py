"""A backup while people write, put into an empty place and compared: every row, file and key. On the database
of the run, SQLite or PostgreSQL."""

import json
import secrets
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.callers import Api, Browser, until
from tests.contracts.house import House, in_production
from tests.services import patterns

WRITERS = ("ola", "jan", "ewa", "marta")
MADE_ANEW = {
    "search_entry", "search_terms", "search_alike", "search_shelf", "search_word", "search_wordchange",
    "search_titleword", "kernel_outbox",
}  # fmt: skip
"""Where Elasticsearch is in use, a restore ends with `search_rebuild`, which writes these from the rest."""
BEFORE = 12
"""So many messages of each are answered before the backup begins."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("written"))
    try:
        made.prepare()
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[House]:
    """An empty place: without so much as a table, or with the tables alone where migrating takes minutes."""
    made = House(tmp_path / "place")
    if in_production():
        patterns.lay(made.environment["DATABASE_URL"])
    yield made
    made.stop()


def contents(archive: Path) -> dict[str, bytes]:
    """Everything in an archive but its list of contents."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != "manifest.json"}


def rows_of(archive: Path) -> dict[str, Any]:
    """The rows of each table, sorted, without what a restore begins anew."""
    found: dict[str, Any] = {}
    for name, data in contents(archive).items():
        if name == "database.sqlite3":
            found |= _rows_of_sqlite(archive.parent, data)
        elif name.startswith("tables/"):
            found[name.removeprefix("tables/")] = sorted(data.split(b"\n"))
    for volatile in ("kernel_epoch", "django_migrations", "sqlite_sequence"):
        found.pop(volatile, None)
    return found


def _rows_of_sqlite(folder: Path, data: bytes) -> dict[str, Any]:
    import sqlite3

    copy = folder / f"{secrets.token_hex(4)}.sqlite3"
    copy.write_bytes(data)
    database = sqlite3.connect(copy)
    names = [
        row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    found = {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in names}
    database.close()
    return found


def write(house: House, who: str, room: int, end: threading.Event, said: list[str]) -> None:
    api = Api(house.base, house.tokens[who])
    while not end.is_set():
        text = f"{who} {len(said)}"
        api.say(room, text)
        said.append(text)
        end.wait(0.05)


def test_a_backup_under_writing_comes_back_row_by_row(
    house: House, place: House, tmp_path: Path
) -> None:
    picture = house.folder / "media" / "ab" / "picture.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(secrets.token_bytes(100_000))
    room = next(
        row["id"]
        for row in Api(house.base).get("rooms").json()["results"]
        if row["slug"] == "rynek"
    )
    end = threading.Event()
    said: dict[str, list[str]] = {who: [] for who in WRITERS}
    threads = [
        threading.Thread(target=write, args=(house, who, room, end, said[who]), daemon=True)
        for who in WRITERS
    ]
    for thread in threads:
        thread.start()
    try:
        until(lambda: min(map(len, said.values())) >= BEFORE)
        answered = {text for texts in said.values() for text in tuple(texts)}
        archive = tmp_path / "site.zip"
        house.commands(["backup", str(archive)])
    finally:
        end.set()
        for thread in threads:
            thread.join(60)
    assert sum(map(len, said.values())) > len(answered), "nobody wrote meanwhile"
    assert archive.stat().st_mode & 0o077 == 0
    (restored,) = place.commands(["restore", str(archive)])
    assert "keys" in restored
    again = tmp_path / "again.zip"
    place.commands(["check_integrity"], ["backup", str(again)])
    before, after = rows_of(archive), rows_of(again)
    assert before.keys() == after.keys()
    made_anew = MADE_ANEW if in_production() else set()
    different = [table for table in before if before[table] != after[table]]
    different = [table for table in different if table not in made_anew]
    assert different == []
    for prefix in ("media/", "keys/"):
        kept = [
            {name: data for name, data in contents(path).items() if name.startswith(prefix)}
            for path in (archive, again)
        ]
        assert kept[0] == kept[1]
        assert kept[0], prefix
    key = place.folder / "secret_key"
    assert key.read_text() == (house.folder / "secret_key").read_text()
    assert key.stat().st_mode & 0o077 == 0
    place.start()
    texts = {row["body"] for row in Api(place.base).all(f"rooms/{room}/messages")}
    assert answered <= texts, "what was answered before it began is in it"
    assert Browser(place.base, "ola").get("/notifications/").status_code == 200
    assert Api(place.base, house.tokens["jan"]).say(room, "Znów jestem")["seq"] == len(texts) + 1


def tampered(archive: Path, target: Path, change: Any) -> Path:
    """A copy of an archive whose manifest was changed."""
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(target, "w") as copy:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                change(manifest)
                data = json.dumps(manifest).encode()
            copy.writestr(name, data)
    return target


def test_what_cannot_be_right_is_refused_and_nothing_is_written(
    house: House, place: House, tmp_path: Path
) -> None:
    archive = tmp_path / "site.zip"
    house.commands(["backup", str(archive)])
    whole = archive.read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(whole[: len(whole) // 2])
    flipped = tmp_path / "flipped.zip"
    with zipfile.ZipFile(archive) as opened:
        largest = max(opened.infolist(), key=lambda entry: entry.compress_size)
    middle = bytearray(whole)
    middle[largest.header_offset + largest.compress_size // 2] ^= 0xFF
    flipped.write_bytes(bytes(middle))
    other = tampered(archive, tmp_path / "other.zip", lambda m: m.update(format=99))
    newer = tampered(
        archive, tmp_path / "newer.zip", lambda m: m["migrations"].update(forums="9999_tomorrow")
    )
    rows = tampered(archive, tmp_path / "rows.zip", lambda m: m["counts"].update(accounts_user=999))
    foreign = tampered(archive, tmp_path / "foreign.zip", lambda m: m.update(vendor="oracle"))
    for path, reason in (
        (half, "damaged"), (flipped, "damaged"), (other, "format 99"), (newer, "newer version"),
        (foreign, "oracle"), (rows, "999 rows"), (tmp_path / "none.zip", "is not an archive"),
    ):  # fmt: skip
        with pytest.raises(AssertionError, match=reason):
            place.commands(["restore", str(path)])
        assert not (place.folder / "media").exists()
    with pytest.raises(AssertionError, match="people already"):
        house.commands(["restore", str(archive)])
    place.commands(["restore", str(archive)])  # the refusals have left it as empty as it was
