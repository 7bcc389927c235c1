"""A text with what it refers to: for every room in which people write more than a line."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import User
from composing.caps import check_files, check_links, check_names
from composing.files.shown import described, shown
from composing.mentions import MOST, Named, named, tagged
from composing.models import Attachment
from kernel.gate import BadText, shows
from kernel.markdown import POST_HEADING, render, render_light
from kernel.references import Found, Known

_MENTION = re.compile(r'<a class="mention" href="([^"]+)"[^>]*>[@#]([^<]+)</a>')
_FILE = re.compile(r'"/files/([0-9]+)/')
_TAG, _SEEN = re.compile(r"<[^>]*>"), re.compile(r"<(?:img|hr|input)\b")
MOST_FILES = 12
Holder = tuple[str, int]
"""(kind, id) of a text that is kept: see composing.holders."""


@dataclass(frozen=True)
class Composed:
    html: str
    named: Named = field(default_factory=Named)
    files: tuple[int, ...] = ()
    """Ids of the files that it shows."""

    def newly_named(self, before: str) -> Named:
        """Those whom the HTML of an earlier state did not name."""
        old = {href for href, _words in _MENTION.findall(before)}
        return Named(
            {href: pk for href, pk in self.named.people.items() if href not in old},
            {href: pk for href, pk in self.named.organisations.items() if href not in old},
        )


@dataclass(frozen=True)
class Part:
    """One of several texts that are shown as one. Each is rendered by itself, so that what is left open
    in it (a fence, a list) ends where it ends."""

    body: str
    top: int = POST_HEADING
    """Where its highest heading lands."""
    heading: str = ""
    """Words that stand above it, as a heading of the level over `top`."""


def compose(
    body: str,
    *,
    by: User | None = None,
    holder: Holder | None = None,
    top: int = POST_HEADING,
    strict: bool = True,
) -> Composed:
    """The text of this person as everybody will see it. It may show files that they have sent and that
    no text holds yet, and those of `holder`, the text that is being changed. `strict`: raises BadText
    for what must not be saved, such as a picture without words."""
    holders = (holder,) if holder is not None else ()
    return compose_parts((Part(body, top),), by=by, holders=holders, strict=strict)


def compose_parts(
    parts: Sequence[Part],
    *,
    by: User | None = None,
    holders: Collection[Holder] = (),
    strict: bool = True,
    most_files: int = MOST_FILES,
) -> Composed:
    """The same for several texts that make one: what a text may name and show is counted together."""
    gathering = _Gathering(by, holders, strict=strict, most_files=most_files)
    html = "".join(
        titled(part, render(part.body, top=part.top, refer=gathering.refer)) for part in parts
    )
    if strict:
        _check_shows("".join(part.body for part in parts), html)
    return gathering.composed(html)


def compose_light(body: str, *, by: User | None = None, holder: Holder | None = None) -> Composed:
    """The same in the small Markdown of chat."""
    holders = (holder,) if holder is not None else ()
    gathering = _Gathering(by, holders, strict=True, most_files=MOST_FILES)
    html = render_light(body, refer=gathering.refer)
    _check_shows(body, html)
    return gathering.composed(html)


def _check_shows(source: str, html: str) -> None:
    """Signs of which nothing is left on the page, such as "&#8203;", are no text. Raises BadText."""
    if source and not _SEEN.search(html) and not shows(unescape(_TAG.sub("", html))):
        raise BadText(_("Write something here."))


def titled(part: Part, html: str) -> str:
    """The HTML of a part under its heading."""
    if not part.heading:
        return html
    tag = f"h{part.top - 1}"
    return f"<{tag}>{escape(part.heading)}</{tag}>\n{html}"


class _Gathering:
    """What the parts of a text refer to, known once and counted once."""

    def __init__(
        self, by: User | None, holders: Collection[Holder], *, strict: bool, most_files: int
    ) -> None:
        self._by, self._holders, self._strict, self._most = by, holders, strict, most_files
        self.names: dict[str, str] = {}
        self.people: dict[str, int] = {}
        self.organisations: dict[str, int] = {}
        self.files: dict[int, Attachment] = {}

    def composed(self, html: str) -> Composed:
        """The text with what it refers to. Raises BadText for what must not be saved, if strict."""
        if self._strict:
            check_names(self._by, len(self.names))
            check_files(self._by, len(self.files))
            check_links(self._by, html)
        return Composed(html, Named(self.people, self.organisations), tuple(self.files))

    def refer(self, found: Found) -> Known:
        fresh = [name for name in found.names if name not in self.names]
        hrefs, whose = named(fresh, most=MOST - len(self.names))
        self.names |= hrefs
        self.people |= whose.people
        self.organisations |= whose.organisations
        rows = self._files(found)
        if self._strict:
            described(found, rows)
        return Known(
            {name: self.names[name] for name in found.names if name in self.names},
            tagged(found.tags),
            {pk: shown(row) for pk, row in rows.items()},
        )

    def _files(self, found: Found) -> dict[int, Attachment]:
        fresh = [pk for pk in found.alts if pk not in self.files]
        room = max(0, self._most - len(self.files))
        self.files |= _usable(fresh[:room], self._by, self._holders)
        return {pk: self.files[pk] for pk in found.alts if pk in self.files}


def _usable(
    ids: Collection[int], by: User | None, holders: Collection[Holder]
) -> Mapping[int, Attachment]:
    if not ids:
        return {}
    rows = Attachment.objects.in_bulk(ids)
    return {
        pk: rows[pk]
        for pk in ids
        if pk in rows
        and (
            (by is not None and rows[pk].holder_id is None and rows[pk].sender_id == by.pk)
            or (rows[pk].holder_kind, rows[pk].holder_id) in holders
        )
    }


def composed_again(body: str, html: str, *, top: int = POST_HEADING) -> str:
    """The HTML that the text gives today, with the names and files that it had when it was written:
    what has come or gone since changes nothing that was said."""
    return parts_again((Part(body, top),), html)


def parts_again(parts: Sequence[Part], html: str) -> str:
    """The same for several texts that make one."""
    links = {words.lower(): href for href, words in _MENTION.findall(html)}
    ids = {int(pk) for pk in _FILE.findall(html)}

    def refer(found: Found) -> Known:
        names = {name: links[name] for name in found.names if name in links}
        tags = {tag: links[tag] for tag in found.tags if tag in links}
        rows = Attachment.objects.in_bulk(ids & set(found.alts)) if ids else {}
        return Known(names, tags, {pk: shown(row) for pk, row in rows.items()})

    return "".join(titled(part, render(part.body, top=part.top, refer=refer)) for part in parts)
