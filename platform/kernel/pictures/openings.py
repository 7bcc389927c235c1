"""Doors and windows of a house: what goes on inside, in dark ink, between `eaves` and `ground`."""

from collections.abc import Callable

from kernel.pictures.scissors import Hand, figure

Openings = Callable[[Hand, float, float, float, float], None]


def _shelves(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    """Spines of books, every other one lower."""
    width, height = right - left, ground - eaves
    for spine in range(4):
        low = 0.3 if spine % 2 else 0.18
        x = left + width * (0.14 + 0.2 * spine)
        hand.rect("ink", x, eaves + height * low, width * 0.11, height * (0.82 - low))


def _columns(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    width, height = right - left, ground - eaves
    for column in range(4):
        hand.rect(
            "ink",
            left + width * (0.1 + 0.24 * column),
            eaves + height * 0.2,
            width * 0.09,
            height * 0.66,
        )
    hand.rect("ink", left - 2, ground - height * 0.1, width + 4, height * 0.1)


def _portal(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    """A wide door with a round head, a window on each side."""
    width, height, middle = right - left, ground - eaves, (left + right) / 2
    hand.arch("ink", middle - width * 0.15, eaves + height * 0.3, width * 0.3, height * 0.7)
    for x in (left + width * 0.1, right - width * 0.24):
        hand.rect("ink", x, eaves + height * 0.34, width * 0.14, height * 0.26)


def _door(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    width, height, middle = right - left, ground - eaves, (left + right) / 2
    hand.rect("ink", middle - width * 0.3, eaves + height * 0.32, width * 0.22, height * 0.28)
    hand.rect("ink", middle + width * 0.07, eaves + height * 0.32, width * 0.22, height * 0.68)


def _pair(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    width, height, middle = right - left, ground - eaves, (left + right) / 2
    for x in (left + width * 0.12, right - width * 0.32):
        hand.rect("ink", x, eaves + height * 0.3, width * 0.2, height * 0.32)
    hand.rect("ink", middle - width * 0.08, eaves + height * 0.42, width * 0.16, height * 0.58)


def _curtain(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    """A stage whose curtain is drawn to both sides."""
    width, height, middle = right - left, ground - eaves, (left + right) / 2
    a, b, top = left + width * 0.18, right - width * 0.18, eaves + height * 0.18
    near, far = figure(middle + width * 0.06), figure(middle - width * 0.06)
    bend, fold = figure(ground - height * 0.2), figure(eaves + height * 0.34)
    hand.path(
        "ink",
        f"M{figure(a)} {figure(ground)}V{figure(top)}H{figure(b)}V{figure(ground)}"
        f"Q{near} {bend} {figure(middle)} {fold}Q{far} {bend} {figure(a)} {figure(ground)}Z",
    )


def _screen(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    width, height = right - left, ground - eaves
    hand.rect("ink", left + width * 0.14, eaves + height * 0.2, width * 0.72, height * 0.42)
    hand.rect("ink", left + width * 0.4, eaves + height * 0.72, width * 0.2, height * 0.28)


def _frame(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    """One large picture in its frame."""
    width, height = right - left, ground - eaves
    hand.rect("ink", left + width * 0.14, eaves + height * 0.18, width * 0.48, height * 0.48)
    hand.disc("ochre", left + width * 0.38, eaves + height * 0.42, 3.4)
    hand.rect("ink", left + width * 0.74, eaves + height * 0.4, width * 0.14, height * 0.6)


def _drawers(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    width, height = right - left, ground - eaves
    for row in range(4):
        for column in range(2):
            hand.rect(
                "ink",
                left + width * (0.14 + 0.4 * column),
                eaves + height * (0.12 + 0.21 * row),
                width * 0.32,
                height * 0.11,
            )


def _round(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    width, height, middle = right - left, ground - eaves, (left + right) / 2
    hand.disc("ink", middle, eaves + height * 0.26, 3.6)
    hand.arch("ink", middle - width * 0.12, eaves + height * 0.54, width * 0.24, height * 0.46)


def _grid(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    width, height = right - left, ground - eaves
    for row in range(2):
        for column in range(3):
            hand.rect(
                "ink",
                left + width * (0.13 + 0.28 * column),
                eaves + height * (0.16 + 0.34 * row),
                width * 0.16,
                height * 0.2,
            )
    hand.rect("ink", left + width * 0.41, eaves + height * 0.8, width * 0.18, height * 0.2)


def _flap(hand: Hand, left: float, right: float, eaves: float, ground: float) -> None:
    """The open flap of a tent, with a lamp inside."""
    hand.poly("ink", [(24, 20), (32, ground), (16, ground)])
    hand.disc("ochre", 24, 35, 2.6)


OPENINGS: dict[str, Openings] = {
    "shelves": _shelves,
    "columns": _columns,
    "portal": _portal,
    "door": _door,
    "pair": _pair,
    "curtain": _curtain,
    "screen": _screen,
    "frame": _frame,
    "drawers": _drawers,
    "round": _round,
    "grid": _grid,
    "flap": _flap,
}
