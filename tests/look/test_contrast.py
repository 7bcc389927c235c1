"""Every pair of text and ground of the look, measured in both themes (WCAG 2.2, 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "assets/css/00-tokens.css"
TINTS = [f"{ink}-tint" for ink in ("blue", "brick", "green", "ochre", "plum", "danger")]
GROUNDS = ["wall", "paper", "paper-2"]

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3", "blue") for ground in GROUNDS],
    *[(ink, ground) for ink in ("blue-deep", "visited", "danger") for ground in GROUNDS],
    *[(ink, ground) for ink in ("brick", "green", "ochre", "plum") for ground in ("wall", "paper")],
    *[(tint.removesuffix("-tint"), tint) for tint in TINTS],
    *[(ink, tint) for ink in ("ink", "ink-2", "ink-3", "blue") for tint in TINTS],
    ("visited", "blue-tint"), ("visited", "green-tint"), ("visited", "ochre-tint"),
    ("on-blue", "blue"), ("on-blue", "blue-deep"), ("on-ink", "ink"), ("on-ink", "danger"),
    ("on-ink", "green"),
    ("on-ink", "brick"), ("on-mark", "mark"), ("on-sun", "sun"), ("on-sun", "sun-hi"),
    ("on-sky", "sky"), ("on-sky-2", "sky"), ("on-sky", "sky-2"), ("sun", "sky"),
    ("on-plinth", "plinth"), ("on-plinth-2", "plinth"), ("plinth", "on-plinth"), ("ink", "map-2"),
]  # fmt: skip
EDGES = [
    *[("line-strong", ground) for ground in ("wall", "paper")],
    *[("focus", ground) for ground in (*GROUNDS, *TINTS)],
    ("focus-on-sky", "sky"), ("focus-on-sky", "plinth"), ("on-sky-2", "sky"),
    ("map-edge", "map-0"), ("green", "green-tint"), ("blue", "blue-tint"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def themes(css: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Colours by name: light, dark by the switch, dark by the system."""

    def colours(text: str) -> dict[str, str]:
        return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", text))

    light = colours(css.split('[data-theme="dark"]')[0])
    switch, system = (
        colours(block) for block in re.findall(r"color-scheme: dark;(.*?)}", css, re.S)
    )
    return light, {**light, **switch}, {**light, **system}


LIGHT, DARK, SYSTEM = themes(TOKENS.read_text("utf-8"))


def too_low(theme: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    return [
        f"{text} on {ground}: {ratio(theme[text], theme[ground]):.2f} < {least}"
        for text, ground in pairs
        if ratio(theme[text], theme[ground]) < least
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground_it_stands_on(theme: dict[str, str]) -> None:
    assert too_low(theme, TEXT, 4.5) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_and_the_focus_can_be_seen(theme: dict[str, str]) -> None:
    assert too_low(theme, EDGES, 3) == []


def test_dark_by_the_switch_is_dark_by_the_system() -> None:
    assert DARK == SYSTEM
    assert LIGHT != DARK


def test_the_measure_itself_finds_a_pair_that_is_too_low() -> None:
    pale = {**LIGHT, "ink-3": "#9aa0ad"}
    assert any(line.startswith("ink-3 on wall") for line in too_low(pale, TEXT, 4.5))
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
