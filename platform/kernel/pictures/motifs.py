"""One sign per kind of thing, on a field of 32 by 32; a word that says the kind stands beside."""

from functools import lru_cache

from kernel.pictures.scissors import svg


def _cut(ink: str, outline: str) -> str:
    return f'<path class="c-{ink}" d="{outline}"/>'


def _spot(ink: str, x: float, y: float, radius: float) -> str:
    return f'<circle class="c-{ink}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'


MOTIFS: dict[str, str] = {
    # a blue card with a mark cut out of it: somebody asks
    "question": _cut("blue", "M4.2 4.6 27.8 4l.3 23.8-24.2.4Z")
    + _cut("paper", "M10.2 12.3a5.9 5.9 0 1 1 8 5.4v2.5h-4.2v-5.5a2 2 0 1 0-.8-2.6Z")
    + _spot("ochre", 16.1, 23.5, 2.3),
    # the same card, turned green: it is answered
    "solved": _cut("green", "M4.2 4.6 27.8 4l.3 23.8-24.2.4Z")
    + _cut("paper", "m8.4 16.4 3-3.1 3.5 3.5 7.1-7.4 3 3-10.1 10.5Z"),
    "discussion": _cut("sky", "M3.4 5.6 28.2 5v17l-12.4.4-6 5.8.3-5.7-6.5.1Z")
    + _cut("blue", "M8.8 10.2h14.4v2.7H8.8Zm0 5.2h9.4V18H8.8Z"),
    # a sheet with a folded corner and steps going up
    "note": _cut("green", "M5.2 3.6h15.2l6.8 6.7-.3 18.2-21.8-.2Z")
    + _cut("ochre", "m20.4 3.6 6.8 6.7-6.7.1Z")
    + _cut("paper", "M9 24.8v-4.2h4.6v-4h4.7v-4H23v12.2Z"),
    # two heads over one table
    "chat": _cut("ochre", "M3 20.2a8.6 8.6 0 0 1 17.2 0Z")
    + _cut("brick", "M11.8 20.2a8.6 8.6 0 0 1 17.2 0Z")
    + _cut("plum", "M11.8 20.2a8.6 8.6 0 0 1 4.2-7.4 8.6 8.6 0 0 1 4.2 7.4Z")
    + _cut("green", "M2.8 22.6h26.4l-.2 3.4H3Z"),
    # a pennant over the square
    "event": _cut("green", "M6 3h2.8v26H6Z")
    + _cut("plum", "M8.8 4.8 28 10.4 8.8 16.2Z")
    + _spot("ochre", 20.8, 23, 5),
    "organisation": _cut("lime", "M6 15h20v13.4H6Z")
    + _cut("brick", "M2.8 15.8 16 4l13.2 11.8Z")
    + _cut("ink", "M12.6 28.4v-5.6a3.4 3.4 0 0 1 6.8 0v5.6Z"),
    # two pieces that fit
    "need": _cut("sky", "M3 6h12v7.3a3.3 3.3 0 0 1 0 6.4V27H3Z")
    + _cut("ochre", "M17 6h12v21H17v-5.5a5.1 5.1 0 0 0 0-10Z"),
    "person": _spot("ochre", 16, 10.4, 6) + _cut("blue", "M4.6 28.6a11.4 10 0 0 1 22.8 0Z"),
    # a bell hanging in the gable
    "bell": _cut("blue", "M3.6 15.4 16 4.2l12.4 11.2Z")
    + _cut("ochre", "M9 25.4c2.2-1.6 2.4-3.6 2.6-6.2a4.4 4.4 0 0 1 8.8 0c.2 2.6.4 4.6 2.6 6.2Z")
    + _spot("brick", 16, 27, 2.1),
    # scales in balance
    "decision": _cut("blue", "M14.8 5h2.4v20.4h5V28H9.8v-2.6h5Z")
    + _cut("ochre", "M4 9.6h24v2.5H4Z")
    + _cut("plum", "M2.8 14h9.6a4.8 5.6 0 0 1-9.6 0Zm16.8 0h9.6a4.8 5.6 0 0 1-9.6 0Z"),
    # a shuttered window: closed, or not for this viewer
    "closed": _cut("lime", "M5 4.4h22v24H5Z")
    + _cut("brick", "M7.6 7h7.6v18.8H7.6Zm9.2 0h7.6v18.8h-7.6Z")
    + _cut(
        "ink",
        "M9 10.4h4.8v1.8H9Zm0 4.4h4.8v1.8H9Zm0 4.4h4.8V21H9Z"
        "m9.2-8.8H23v1.8h-4.8Zm0 4.4H23v1.8h-4.8Zm0 4.4H23V21h-4.8Z",
    ),
}
_ALIASES = {
    "answered": "solved",
    "topic": "discussion",
    "post": "discussion",
    "reply": "discussion",
    "room": "chat",
    "message": "chat",
    "offer": "need",
    "user": "person",
    "people": "person",
    "notification": "bell",
    "moderation": "decision",
}


@lru_cache(maxsize=256)
def motif(kind: str, size: int = 36, title: str = "") -> str:
    """SVG text of the sign of a kind of thing; an unknown kind gets the sign of a discussion."""
    name = _ALIASES.get(kind, kind)
    return svg(MOTIFS.get(name, MOTIFS["discussion"]), box="0 0 32 32", size=size, title=title)
