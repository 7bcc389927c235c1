"""What is kept of a file: of a picture only what we have drawn of it, of a text its words in UTF-8, of
another document its bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from composing.files.judging import BadFile, decoded, kind_of
from composing.files.keeping import WHOLE
from composing.files.kinds import KINDS, PICTURE
from composing.files.shown import SIZES
from kernel.images import BadImage
from kernel.images.making import made_of
from taxonomy.slugs import slug

LIMIT = 10_000_000
"""Bytes of a file that is sent."""


@dataclass(frozen=True)
class Prepared:
    kind: str
    name: str
    parts: Mapping[str, bytes]
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        return sum(map(len, self.parts.values()))


def prepared(data: bytes, name: str) -> Prepared:
    """Raises BadFile with a sentence for the person."""
    if len(data) > LIMIT:
        raise BadFile(too_large(len(data)))
    kind = kind_of(data, name)
    own = saved_name(name, kind)
    if kind != PICTURE:
        text = decoded(data) if kind in ("txt", "csv") else None
        return Prepared(kind, own, {WHOLE: data if text is None else text.encode()})
    try:
        made = made_of(data, SIZES)
    except BadImage as error:
        raise BadFile(str(error)) from error
    copies = {str(width): copy for width, copy in made.copies.items()}
    return Prepared(kind, own, copies, made.width, made.height)


def saved_name(name: str, kind: str) -> str:
    """A name that every disk takes, with the ending of what the file is: "Plan nocy.PDF" is
    "plan-nocy.pdf"."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    return f"{slug(stem.replace('.', '-'), 80) or 'plik'}.{KINDS[kind].ending}"


def too_large(size: int) -> str:
    return _("This file has %(size).1f MB; %(limit)d fit.") % {
        "size": size / 1_000_000,
        "limit": LIMIT // 1_000_000,
    }
