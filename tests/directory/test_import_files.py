"""Files as the world writes them: other letters, other separators, and lines that are no lines."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory.models import Organisation
from tests.cast import Cast

HEAD = "key,name,locality\n"


def told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, *more: str
) -> list[str]:
    """What the command says of each line, and its sum."""
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    call_command("import_organisations", str(path), *more)
    out: str = capsys.readouterr().out
    return out.splitlines()


def names() -> set[str]:
    return set(
        Organisation.objects.exclude(slug="dom-kultury-w-brzozowce").values_list("name", flat=True)
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1250", "iso8859-2", "utf-16", "utf-16-le-bom"]
)
def test_polish_letters_are_read_however_they_are_written(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    text = HEAD + "a:1,Świetlica „Żółta Łąka”,Źródła\na:2,Dom Kultury w Żurawiu,Gąski\n"
    if encoding == "iso8859-2":
        text = text.replace("„", "'").replace("”", "'")
    content = b"\xff\xfe" + text.encode("utf-16-le") if "bom" in encoding else text.encode(encoding)
    assert told(tmp_path, capsys, content)[-1].startswith("2 new")
    assert {name[:9] for name in names()} == {"Świetlica", "Dom Kultu"}
    assert "Łąka" in Organisation.objects.get(source_key="a:1").name
    assert Organisation.objects.get(source_key="a:1").sites.get().locality == "Źródła"


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_what_stands_between_cells_is_noticed(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    content = f'key{mark}name{mark}locality\r\na:1{mark}"Dom, w; Wsi"{mark}Sucha\r\n'
    assert told(tmp_path, capsys, content.encode())[-1].startswith("1 new")
    assert names() == {"Dom, w; Wsi"}


def test_a_spreadsheets_own_first_line_is_no_head(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(tmp_path, capsys, b"sep=;\r\nkey;name\r\na:1;Kino\r\n")[-1].startswith("1 new")


BAD = {
    b"a:1,Z\xb9bek \xff\xfe,x": "the line is not written in UTF-8",
    b"a:1,Z\0bek,x": "NUL byte",
    b"a:1,only two": "the line has 2 cells, the head 3",
    b"a:1,four,x,cells": "the line has 4 cells, the head 3",
    b"a:1,=HYPERLINK(1),x": "begins as a formula does",
    b"a:1,@SUM(A1),x": "begins as a formula does",
    b"a:1,-cmd|calc!A0,x": "begins as a formula does",
    b"a:1,+x,y": "begins as a formula does",
    b'a:1,"Un"closed,x': "quotation marks",
    b"a:1," + b"x" * 1_000_000 + b",y": "longer than 256000 characters",
    b"a:1," + b"x" * 70_000 + b",y": "a cell is longer than 64000 characters",
    b"a:1,\x07Bell,x": "control character",
    b"a:1,,x": "Name:",
    "a:1,Dom \u202eodwrócony,x".encode(): "invisible character",
    b"k" * 130 + b",Dom,x": "the key is missing or longer",
    "a:0,Ósma znowu,x".encode(): "stands in line 2 already",
}


@pytest.mark.parametrize("line", list(BAD), ids=lambda line: line[:24].decode(errors="replace"))
def test_a_bad_line_is_named_and_the_others_come(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes
) -> None:
    content = HEAD.encode() + "a:0,Ósma,x\n".encode() + line + "\na:9,Łąka,y\n".encode()
    lines = told(tmp_path, capsys, content)
    assert lines[1].startswith("line 3: wrong:")
    assert BAD[line] in lines[1]
    assert lines[-1] == "2 new, 0 changed, 0 same, 0 ours, 0 doubtful, 1 wrong"
    assert names() == {"Ósma", "Łąka"}


def test_a_quotation_that_never_ends_swallows_no_more_than_it_must(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = "".join(f"a:{n},{'Dom ' * 40}{n},x\n" for n in range(1, 900))
    lines = told(tmp_path, capsys, f'{HEAD}a:0,"Dom,x\n{rest}'.encode())
    assert lines[0].startswith("line 2: wrong: a cell is longer")
    assert int(lines[-1].split()[0]) > 400, "reading goes on behind it"


def test_lines_without_a_key_are_known_by_name_and_place(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = b"name,locality\nDom,Sucha\nDom,Mokra\nDom,Sucha\n"
    assert told(tmp_path, capsys, content)[-1].startswith(
        "2 new, 0 changed, 0 same, 0 ours, 0 doubtful, 1"
    )
    assert told(tmp_path, capsys, content)[-1].startswith("0 new, 0 changed, 2 same")


def test_a_wrong_line_is_called_by_its_name_and_a_double_by_what_it_doubles(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "name,locality,website\nDom,Sucha,\nKino Zła Strona,,nie ma\nDom,Sucha,\n"
    lines = told(tmp_path, capsys, content.encode())
    assert lines[1].startswith("line 3: wrong: Kino Zła Strona: Page: This is not the address")
    assert lines[2].endswith("Dom: the same name at the same place stands in line 2 already")


def test_empty_lines_and_trailing_separators_are_nothing(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = b"name,locality\n\nDom,Sucha,,\n,\n  ,\n"
    assert told(tmp_path, capsys, content) == [
        "line 3: new: Dom", "1 new, 0 changed, 0 same, 0 ours, 0 doubtful, 0 wrong",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04xl/workbook", b"%PDF-1.7", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"\0\0\0\0name\0\0\0", b"nothing\nx\n", b"name,name\nx,y\n", b'"name\nx\n', b"",
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_as_a_whole(cast: Cast, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_organisations", str(path))
    assert names() == set()


def test_a_dry_run_says_what_would_change(
    cast: Cast, region: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = b"key,name,phone,access\n"
    told(tmp_path, capsys, head + b"a:1,Kino,12 345,toaleta=yes\n")
    lines = told(tmp_path, capsys, head + b"a:1,Kino,12 346,toaleta=no\n", "--dry-run")
    assert lines[0] == "line 2: changed: Kino (phone, access.toaleta)"
    assert Organisation.objects.get(source_key="a:1").phone == "12 345"
