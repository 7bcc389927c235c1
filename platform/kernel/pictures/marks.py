"""The mark of the site: a square of houses seen from above, one of them a roof in the sun."""

_STALLS = (
    (1, 1.2, 9.6, 9.3), (12.8, 1, 8.4, 9.5),
    (1, 12.8, 9.6, 8.4), (23.4, 12.8, 9.6, 8.4),
    (1, 23.4, 9.6, 9.6), (12.8, 23.4, 8.4, 9.6), (23.4, 23.4, 9.6, 9.6),
)  # fmt: skip


def emblem() -> str:
    """SVG text of the mark in the colour of the words beside it, for the head and for mail."""
    stalls = "".join(f"M{x:g} {y:g}h{w:g}v{h:g}h-{w:g}Z" for x, y, w, h in _STALLS)
    return (
        '<svg aria-hidden="true" viewBox="0 0 34 34" width="34" height="34">'
        f'<path fill="currentColor" d="{stalls}"/>'
        '<path class="roof" d="m22.6 11 5.7-9.6 5.5 9.6Z"/></svg>'
    )
