"""The drill: how long a backup and a restore take, into an empty place, until people could log in again.

  .venv/bin/python tests/bench/bench_restore.py [--posts 100000]
  DATABASE_URL=postgres://…/empty RESTORE_URL=postgres://…/other .venv/bin/python tests/bench/bench_restore.py

Makes two sites in a folder of its own, loads the first with `load_bulk`, and throws both away. Without
DATABASE_URL it is SQLite; with it, two empty databases must be named. Prints how long each took by the clock, and of a processor; asserts only that every
table came back with as many rows.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def manage(environment: dict[str, str], *command: str) -> str:
    """How long it took, by the clock and of a processor."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{time.monotonic() - began:.1f} s ({work:.1f} s of a processor)"


def place(folder: Path, address: str | None) -> dict[str, str]:
    """The variables of a site of its own."""
    folder.mkdir()
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "RESTORE_URL")
    }
    return {**clean, "DATA_DIR": str(folder), **({"DATABASE_URL": address} if address else {})}


def counts(archive: Path) -> dict[str, int]:
    with zipfile.ZipFile(archive) as opened:
        found: dict[str, int] = json.loads(opened.read("manifest.json"))["counts"]
    return found


def drill(folder: Path, posts: int) -> None:
    first = place(folder / "first", os.environ.get("DATABASE_URL"))
    second = place(folder / "second", os.environ.get("RESTORE_URL"))
    manage(first, "load_start", "--migrate")
    size = ["--users", "2000", "--topics", str(posts // 10), "--posts", str(posts)]
    more = ["--organisations", "1000", "--notes", "2000", "--messages", str(posts // 5)]
    print(f"loaded {posts} posts in {manage(first, 'load_bulk', *size, *more)}", flush=True)
    archive = folder / "site.zip"
    took = manage(first, "backup", str(archive))
    rows = sum(counts(archive).values())
    print(f"backup: {took}, {rows} rows, {archive.stat().st_size / 1e6:.0f} MB", flush=True)
    took = manage(second, "restore", str(archive))
    print(f"restore into an empty place: {took}", flush=True)
    again = folder / "again.zip"
    manage(second, "backup", str(again))
    before, after = counts(archive), counts(again)
    different = [
        name for name in before if name != "kernel_epoch" and before[name] != after.get(name)
    ]
    assert different == [], different
    print(f"compared: {len(before)} tables, every row is there", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=100_000)
    with tempfile.TemporaryDirectory(prefix="rynek-drill-") as folder:
        drill(Path(folder), parser.parse_args().posts)


if __name__ == "__main__":
    main()
