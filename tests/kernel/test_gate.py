"""What may come in, whichever door it comes through."""

import json

import pytest

from kernel.gate import BadText, clean_text, read_json, required_text, whole_number
from kernel.refusals import Invalid, TooLarge


@pytest.mark.parametrize(
    "raw",
    [
        "a\x00b",
        "a\ud800b",
        "a\x07b",
        "a\x85b",
        "a\u2028b",
        "\x1b[31m",
        "\ufffe",
        12,
        None,
        b"x",
        ["x"],
    ],
)
def test_turns_away_what_no_text_may_hold(raw: object) -> None:
    with pytest.raises(BadText):
        clean_text(raw, limit=100)


def test_composes_letters_and_line_ends() -> None:
    assert clean_text("z\u0307o\u0301łty\r\nkot\rpies", limit=100) == "żółty\nkot\npies"


def test_the_length_is_judged_before_anything_else() -> None:
    with pytest.raises(BadText, match="101"):
        clean_text("\x00" * 101, limit=100)


def test_a_line_takes_no_line_break_and_a_name_no_disguise() -> None:
    with pytest.raises(BadText):
        clean_text("two\nlines", limit=100, lines=False)
    with pytest.raises(BadText):
        clean_text("O\u202ela", limit=100, lines=False, name=True)
    assert clean_text("עברית\u200f", limit=100) == "עברית\u200f"


@pytest.mark.parametrize("raw", ["", "   ", "\n\n", "\t"])
def test_required_text_is_not_blank(raw: str) -> None:
    with pytest.raises(BadText):
        required_text(raw, limit=100)


@pytest.mark.parametrize(
    ("raw", "number"),
    [("7", 7), (7, 7), ("0", 0), (str(2**63 - 1), 2**63 - 1), (str(2**63), None), ("10" * 30, None),
     ("-1", None), ("1.0", None), ("٣", None), ("", None), (True, None), (None, None), ("1e3", None)],
)  # fmt: skip
def test_whole_numbers(raw: object, number: int | None) -> None:
    assert whole_number(raw) == number


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"NaN", b'{"a": 1e400, "b": Infinity}', b"[" * 100_000]
)
def test_broken_json_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        read_json(body)


def test_json_has_a_size() -> None:
    assert read_json(json.dumps({"ż": 1}).encode()) == {"ż": 1}
    with pytest.raises(TooLarge):
        read_json(b" " * 300_000)
