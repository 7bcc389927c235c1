"""manage.py import_notes: from a file of lines, as often as one likes."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from notes.integrity import html, revisions
from notes.models import PracticeNote
from tests.cast import Cast


def run(path: Path, *options: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_notes", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(path: Path, *rows: Any) -> Path:
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n"
    )
    return path


def row(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"n{number}",
        "title": f"Notatka {number}",
        "body": f"## Krok\n\n{number}",
        "lang": "pl",
        **more,
    }


def test_it_imports_once_and_changes_what_changed(db: None, tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.jsonl", row(1, tags=["a", "b"]), row(2, lang="en", licence="CC-BY-SA-4.0"), ""
    )
    assert run(file)[0].strip() == "2 new, 0 changed, 0 as before, 0 wrong"
    note = PracticeNote.objects.get(source_key="import:n1")
    assert (note.slug, note.status, sorted(note.tags.names())) == (
        "notatka-1",
        "published",
        ["a", "b"],
    )
    assert "Krok</h" in note.html
    assert PracticeNote.objects.get(source_key="import:n2").licence == "CC BY-SA"
    assert run(file)[0].strip() == "0 new, 0 changed, 2 as before, 0 wrong"
    written(
        file,
        row(1, tags=["a", "b"]),
        row(2, lang="en", title="Inny", licence="CC-BY-SA-4.0"),
        row(3),
    )
    assert run(file)[0].strip() == "1 new, 1 changed, 1 as before, 0 wrong"
    assert PracticeNote.objects.count() == 3
    assert [line for check in (html, revisions) for line in check(False)] == []


def test_wrong_lines_are_named_and_the_others_come(cast: Cast, tmp_path: Path) -> None:
    file = written(
        tmp_path / "b.jsonl", row(1), "{", "[]", row(2, title=""), row(3, body="x" * 40_000), row(4, lang="polski"),
        {"title": "bez id", "body": "x"}, row(5, tags="a, b"), row(6, tags=7), '{"id": "n7", "title": "a\\u0000", "body": "x"}',
    )  # fmt: skip
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="8 lines"):
        call_command(
            "import_notes", str(file), "--author", "OLA@example.org", stdout=out, stderr=err
        )
    assert "2 new" in out.getvalue()
    for number, word in (
        (2, "JSON"),
        (3, "object"),
        (4, "title"),
        (5, "body"),
        (6, "lang"),
        (7, "id"),
        (9, "tags"),
        (10, "title"),
    ):
        assert f"line {number}:" in err.getvalue()
        assert word in next(
            line for line in err.getvalue().splitlines() if line.startswith(f"line {number}:")
        )
    assert set(PracticeNote.objects.values_list("author__handle", flat=True)) == {"ola"}


def test_one_title_many_times_and_one_id_twice(db: None, tmp_path: Path) -> None:
    rows = [row(n, title="Ta sama", tags=["wspólny", f"t{n % 7}"]) for n in range(250)]
    file = written(tmp_path / "c.jsonl", *rows, row(3, title="Ta sama", body="później"))
    run(file)
    slugs = set(PracticeNote.objects.values_list("slug", flat=True))
    assert slugs == {"ta-sama", *(f"ta-sama-{n}" for n in range(2, 251))}
    assert PracticeNote.objects.get(source_key="import:n3").body == "później"
    assert PracticeNote.objects.filter(tags__name="wspólny").count() >= 249


def test_what_cannot_be_read_is_said(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nie-ma.jsonl")
    with pytest.raises(CommandError, match="nobody has the address"):
        run(written(tmp_path / "d.jsonl", row(1)), "--author", "nikt@example.org")


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        call_command("import_notes", "--help")
    assert done.value.code == 0
    assert "manage.py import_notes practices.jsonl" in capsys.readouterr().out
