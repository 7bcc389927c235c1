"""Which texts lead to which notes: found when a text is written, kept as rows, shown on the note's page."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from curation.models import NoteLink
from curation.taking.reading import choose_path_of_note, sources_of_note
from forums.models import Post
from forums.paths import post_path, topic_path
from kernel.integrity import check
from notes.actions.writing import touch
from notes.models import PracticeNote
from notes.paths import RESERVED_SLUGS, note_path
from notes.ports import Around, Link

MOST = 50
"""Links of one text that are kept."""
SHOWN = 10
_NOTE = re.compile(r'href="(?P<host>https?://[^/"]+)?/notes/(?P<slug>[-a-z0-9]{1,100})/?["#?]')
_FIRST = re.compile(
    r'\s*<p>\s*<a\b[^>]*href="(?:https?://[^/"]+)?/notes/(?P<slug>[-a-z0-9]{1,100})/?["#?]'
)


def slugs_in(html: str) -> list[str]:
    """The notes here to which a rendered text leads, each once."""
    own = settings.BASE_URL.rstrip("/")
    found = (
        match["slug"]
        for match in _NOTE.finditer(html)
        if match["host"] in (None, own) and match["slug"] not in RESERVED_SLUGS
    )
    return list(dict.fromkeys(found))[:MOST]


def relink_post(post: Post, *, new: bool = False) -> None:
    """After a post was written, changed, hidden or shown: what it leads to, and the pages that say so. A
    new one, most often without any link, asks nothing."""
    gone = post.removed_at is not None or post.moved_to_id is not None
    html = "" if gone else post.html
    leads = "/notes/" in html
    if new and not leads:
        return
    old = NoteLink.objects.filter(post=post)
    if not leads and not old.exists():
        return
    first = _FIRST.match(html) if post.number == 1 else None
    opens = first["slug"] if first else ""
    _replace(list(old), slugs_in(html), opens=opens, post=post)


def relink_note(note: PracticeNote) -> None:
    old = list(NoteLink.objects.filter(source=note))
    slugs = [slug for slug in slugs_in(note.html) if slug != note.slug]
    if old or slugs:
        _replace(old, slugs, opens="", source=note)


def _replace(
    old: list[NoteLink],
    slugs: list[str],
    *,
    opens: str,
    post: Post | None = None,
    source: PracticeNote | None = None,
) -> None:
    wanted = {
        pk: slug == opens
        for pk, slug in PracticeNote.objects.filter(slug__in=slugs).values_list("pk", "slug")
    }
    known = {link.note_id: link.opens for link in old}
    stale = [link.pk for link in old if wanted.get(link.note_id) != link.opens]
    NoteLink.objects.filter(pk__in=stale).delete()
    NoteLink.objects.bulk_create(
        [
            NoteLink(note_id=pk, post=post, source=source, opens=opens)
            for pk, opens in wanted.items()
            if known.get(pk) != opens
        ],
        ignore_conflicts=True,
    )
    for pk in sorted({*known, *wanted}):
        touch(pk)


def touch_linked(links: Iterable[int]) -> None:
    """The pages of these notes show something anew."""
    for pk in sorted(set(links)):
        touch(pk)


def around(note: PracticeNote) -> Around:
    """Fills notes.ports.around: what everybody may read. Three statements, or two."""
    links = list(NoteLink.objects.filter(note=note).order_by("pk")[: MOST * 4])
    sources = sources_of_note(note.pk)
    choose_path = choose_path_of_note(note.pk) if sources else ""
    if not links:
        return Around(sources=sources, choose_path=choose_path)
    nobody = AnonymousUser()
    posts = Post.objects.visible_to(nobody).filter(pk__in=[link.post_id for link in links if link.post_id])  # fmt: skip
    by_post = {post.pk: post for post in posts.select_related("topic")}
    written = PracticeNote.objects.published().in_bulk(
        [link.source_id for link in links if link.source_id]
    )
    discussion: Link | None = None
    found: dict[str, Link] = {}
    for link in links:
        if post := by_post.get(link.post_id or 0):
            topic = post.topic
            if link.opens and discussion is None:
                discussion = Link(topic.title, topic_path(topic.pk, topic.slug))
                continue
            found.setdefault(
                f"topic {topic.pk}",
                Link(topic.title, post_path(topic.pk, topic.slug, post.number)),
            )
        elif source := written.get(link.source_id or 0):
            found[f"note {source.pk}"] = Link(source.title, note_path(source.slug), "note")
    return Around(discussion, list(found.values())[:SHOWN], sources, choose_path)


@check("curation.note_links")
def note_links(fix: bool) -> Iterator[str]:
    """The kept links are those of the texts."""
    for post in Post.objects.filter(html__contains="/notes/").iterator(chunk_size=200):
        if post.removed_at is None and post.moved_to_id is None:
            yield from _drift(fix, f"post {post.pk}", post=post)
    for note in PracticeNote.objects.filter(html__contains="/notes/").iterator(chunk_size=200):
        yield from _drift(fix, f"note {note.slug}", source=note)


def _drift(
    fix: bool, name: str, *, post: Post | None = None, source: PracticeNote | None = None
) -> Iterator[str]:
    html = post.html if post else source.html if source else ""
    own = source.slug if source else ""
    slugs = [slug for slug in slugs_in(html) if slug != own]
    wanted = set(PracticeNote.objects.filter(slug__in=slugs).values_list("pk", flat=True))
    kept = NoteLink.objects.filter(post=post, source=source)
    if set(kept.values_list("note", flat=True)) != wanted:
        yield f"{name}: the notes it leads to are not those that are kept"
        if fix and post:
            relink_post(post)
        elif fix and source:
            relink_note(source)
