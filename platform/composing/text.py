"""A text with what it refers to: for every room in which people write more than a line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from accounts.models import User
from composing.caps import check_files, check_links, check_names
from composing.files.shown import described, shown
from composing.mentions import MOST, Named, named, tagged
from composing.models import Attachment
from kernel.markdown import POST_HEADING, render, render_light
from kernel.references import Found, Known

_MENTION = re.compile(r'<a class="mention" href="([^"]+)"[^>]*>[@#]([^<]+)</a>')
_FILE = re.compile(r'"/files/([0-9]+)/')
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


def compose(
    body: str,
    *,
    by: User | None = None,
    holder: Holder | None = None,
    top: int = POST_HEADING,
    strict: bool = True,
    light: bool = False,
) -> Composed:
    """The text of this person as everybody will see it. It may show files that they have sent and that
    no text holds yet, and those of `holder`, the text that is being changed. `strict`: raises BadText
    for what must not be saved, such as a picture without words. `light`: in the small Markdown of chat."""
    whose = Named()
    files: tuple[int, ...] = ()

    def refer(found: Found) -> Known:
        nonlocal whose, files
        names, whose = named(found.names, most=MOST)
        rows = _usable(list(found.alts)[:MOST_FILES], by, holder)
        if strict:
            described(found, rows)
            check_names(by, len(names))
            check_files(by, len(rows))
        files = tuple(rows)
        return Known(names, tagged(found.tags), {pk: shown(row) for pk, row in rows.items()})

    html = render_light(body, refer=refer) if light else render(body, top=top, refer=refer)
    if strict:
        check_links(by, html)
    return Composed(html, whose, files)


def _usable(
    ids: Collection[int], by: User | None, holder: Holder | None
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
            or (holder is not None and (rows[pk].holder_kind, rows[pk].holder_id) == holder)
        )
    }


def composed_again(body: str, html: str, *, top: int = POST_HEADING) -> str:
    """The HTML that the text gives today, with the names and files that it had when it was written:
    what has come or gone since changes nothing that was said."""
    links = {words.lower(): href for href, words in _MENTION.findall(html)}
    ids = {int(pk) for pk in _FILE.findall(html)}

    def refer(found: Found) -> Known:
        names = {name: links[name] for name in found.names if name in links}
        tags = {tag: links[tag] for tag in found.tags if tag in links}
        rows = Attachment.objects.in_bulk(ids & set(found.alts)) if ids else {}
        return Known(names, tags, {pk: shown(row) for pk, row in rows.items()})

    return render(body, top=top, refer=refer)
