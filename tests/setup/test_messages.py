"""The compiled catalogues are made where they are missing or stale, and only there."""

import os
import sys
from pathlib import Path

import pytest

from tests.setup.place import ROOT

sys.path.append(str(ROOT / "bin" / "launcher"))
import messages  # type: ignore[import-not-found]

pytestmark = pytest.mark.once
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_only_what_is_stale_is_compiled(tmp_path: Path) -> None:
    source = tmp_path / "locale" / "pl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE + 'msgid "Square"\nmsgstr "Rynek"\n')

    assert messages.compile_stale(tmp_path) == [source.with_suffix(".mo")]
    assert b"Rynek" in source.with_suffix(".mo").read_bytes()
    assert messages.compile_stale(tmp_path) == []

    source.write_text(CATALOGUE + 'msgid "Square"\nmsgstr "Plac"\n')
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert messages.compile_stale(tmp_path) == [source.with_suffix(".mo")]
    assert b"Plac" in source.with_suffix(".mo").read_bytes()
    assert [path.name for path in source.parent.iterdir() if path.suffix == ".tmp"] == []
