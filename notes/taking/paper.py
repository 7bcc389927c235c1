"""What a note looks like on paper, whatever the format: its words in its own language, what is known of
it, its pictures, and under which licence it may be passed on."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from composing.files import keeping
from composing.files.kinds import PICTURE
from composing.files.shown import SIZES
from composing.models import Attachment
from kernel.images import widths_of
from kernel.naming import site_name
from kernel.templatetags.look import day
from notes.access import is_public
from notes.licences import allows, licence_url
from notes.models import PracticeNote
from notes.paths import note_path
from notes.structure.shown import fact_rows
from notes.taking.tree import Element, tree_of
from notes.texts import NOTE

_PICTURE = re.compile(r"^/files/([0-9]+)/([0-9]+)\.webp$")
_WIDEST = 960
"""Pixels of a picture on paper: 15 cm at 160 dots an inch."""


PAGE_WIDTH, PAGE_HEIGHT = 160.0, 200.0
"""Millimetres that a picture may take of A4."""
DOT = 25.4 / 150


@dataclass
class Paper:
    title: str
    summary: str
    lang: str
    authors: list[str]
    rows: list[tuple[str, str]]
    """(what it is, what it says)"""
    body: Element
    ending: list[tuple[str, str, str]]
    """(what it is, what it says, an address or nothing) at the end: licence, origin, where it is from."""
    byline: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """WebP by the name that an `img` of the body has as its `src`."""


def breadth(image: Element) -> float:
    """Millimetres that a picture takes on paper: never wider or higher than the page, nor blown up."""
    sizes = (image.attributes.get(name, "") for name in ("width", "height"))
    width, height = (int(size) if size.isdecimal() and int(size) else 0 for size in sizes)
    if not width or not height:
        return PAGE_WIDTH
    return round(min(PAGE_WIDTH, width * DOT, PAGE_HEIGHT * width / height), 1)


def paper_of(note: PracticeNote) -> Paper:
    """Wants the note as `notes.access.full` loads it."""
    with translation.override(note.lang):
        body = tree_of(note.html)
        return Paper(
            title=note.title,
            summary=note.summary,
            lang=note.lang,
            authors=[note.voice.name, *(person.name for person in note.beside)],
            rows=_rows(note),
            body=body,
            ending=_ending(note),
            byline=_byline(note),
            pictures=_pictures(note, body),
        )


def _byline(note: PracticeNote) -> str:
    names = ", ".join([note.voice.name, *(person.name for person in note.beside)])
    if note.published_at is None:
        return names
    return f"{names}, {day(timezone.localtime(note.published_at))}"


def _rows(note: PracticeNote) -> list[tuple[str, str]]:
    rows = fact_rows(note.facts)
    rows.append((_("For whom"), ", ".join(word.name for word in note.audiences.all())))
    rows.append((_("Part of"), ", ".join(word.name for word in note.practices.all())))
    rows.append((_("Tried at"), note.house.name if note.house else ""))
    rows.append((_("How often it was done"), note.ran))
    return [(name, words) for name, words in rows if words]


def _ending(note: PracticeNote) -> list[tuple[str, str, str]]:
    address = settings.BASE_URL + note_path(note.slug)
    licence = f"{note.get_licence_display()}. {allows(note.licence)}"
    ending = [
        (_("Licence"), licence, licence_url(note.licence, note.lang)),
        (_("Source"), note.source, ""),
        _origin(note),
        _original(note),
        (_("Taken from"), f"{site_name()}, {address}", address),
        (_("Last changed"), day(timezone.localtime(note.updated_at)), ""),
    ]
    return [(name, words, url) for name, words, url in ending if words]


def _origin(note: PracticeNote) -> tuple[str, str, str]:
    words, address = _named(note.based_on)
    return _("Adapted from:").rstrip(":"), words or note.based_on_url, address or note.based_on_url


def _original(note: PracticeNote) -> tuple[str, str, str]:
    """A translation is its author's words, too."""
    return (_("Translated from:").rstrip(":"), *_named(note.translation_of))


def _named(source: PracticeNote | None) -> tuple[str, str]:
    """What everybody may read of another note: title, author and licence, and its address."""
    if source is None or not is_public(source):
        return "", ""
    words = f"{source.title} ({source.voice.name}, {source.get_licence_display()})"
    return words, settings.BASE_URL + note_path(source.slug)


def _pictures(note: PracticeNote, body: Element) -> dict[str, bytes]:
    """The note's own pictures; one that cannot be read is left out, with its words in its place."""
    wanted: dict[int, list[Element]] = {}
    for image in body.all("img"):
        found = _PICTURE.match(image.attributes.get("src", ""))
        image.attributes.pop("srcset", None)
        image.attributes["src"] = ""
        if found:
            wanted.setdefault(int(found[1]), []).append(image)
    held = Attachment.objects.filter(holder_kind=NOTE, holder_id=note.pk, kind=PICTURE)
    pictures: dict[str, bytes] = {}
    for pk, row in held.in_bulk(list(wanted)).items():
        data = _read(row)
        if data is not None:
            name = f"{pk}.webp"
            pictures[name] = data
            for image in wanted[pk]:
                image.attributes["src"] = name
    return pictures


def _read(row: Attachment) -> bytes | None:
    widths = widths_of(row.width or 0, SIZES)
    widths = sorted(widths, key=lambda width: (width > _WIDEST, abs(_WIDEST - width)))
    for width in widths:
        try:
            return keeping.path_of(row.store, str(width)).read_bytes()
        except OSError:
            continue
    return None
