"""A file within a text: a picture as a picture, a document as something to download."""

from collections.abc import Callable, Mapping

from django.utils.html import escape

from composing.files.kinds import KINDS, PICTURE
from composing.models import Attachment
from directory.vocabulary.alt import read_alt
from kernel.images import Sizes, widths_of
from kernel.references import DECORATIVE, Found

SIZES = Sizes((480, 960, 1600), quality=80, least=16)
"""For phones, for desks, for looking closely."""
_SHOWN_AT = "(min-width: 46rem) 42rem, 100vw"


def address(row: Attachment, part: str = "") -> str:
    """Where a picture's copy of this width, or a document, is fetched."""
    return f"/files/{row.pk}/{part}.webp" if row.kind == PICTURE else f"/files/{row.pk}/{row.name}"


def weight(size: int) -> str:
    """Bytes in words that both languages share."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} kB"
    return f"{round(size / 1_000_000)} MB"


def shown(row: Attachment) -> Callable[[str, bool], str]:
    """Makes HTML of the words that the text gives the file. The second argument: whether it stands
    within a link, which holds no other."""
    return _picture(row) if row.kind == PICTURE else _document(row)


def _picture(row: Attachment) -> Callable[[str, bool], str]:
    steps = widths_of(row.width or 0, SIZES)
    middle = next((step for step in steps if step >= 960), steps[-1])

    def make(words: str, linked: bool) -> str:
        alt = "" if words == DECORATIVE else escape(words)
        sources = ", ".join(f"{address(row, str(step))} {step}w" for step in steps)
        picture = (
            f'<img src="{address(row, str(middle))}" srcset="{sources}" sizes="{_SHOWN_AT}" '
            f'width="{row.width}" height="{row.height}" alt="{alt}" loading="lazy">'
        )
        if linked or not alt:
            return picture
        return f'<a class="shot" href="{address(row, str(steps[-1]))}">{picture}</a>'

    return make


def _document(row: Attachment) -> Callable[[str, bool], str]:
    def make(words: str, linked: bool) -> str:
        name = escape(words if words not in ("", DECORATIVE) else row.name)
        if linked:
            return name
        facts = f"{KINDS[row.kind].word}, {weight(row.size)}"
        return f'<a class="file" href="{address(row)}">{name} <small>{facts}</small></a>'

    return make


def described(found: Found, rows: Mapping[int, Attachment]) -> None:
    """Raises BadText where a picture has no words for those who do not see it, and is not said to be
    mere decoration either."""
    for pk, row in rows.items():
        for words in found.alts[pk] if row.kind == PICTURE else ():
            if words != DECORATIVE:
                read_alt(words, file_name=row.name)
