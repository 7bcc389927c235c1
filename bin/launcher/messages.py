"""Compiles locale/*/LC_MESSAGES/*.po where the .mo beside it is missing or older. Needs polib."""

import os
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent.parent


def compile_stale(root: Path = ROOT) -> list[Path]:
    """Write what is stale, each file at one stroke, and name what was written."""
    written = []
    for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        handle, half = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
        os.close(handle)
        polib.pofile(str(source)).save_as_mofile(half)
        os.chmod(half, 0o644)
        os.replace(half, target)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_stale():
        print(path.relative_to(ROOT))
