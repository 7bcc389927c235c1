"""Whatever quotes words that were taken up says of their author what must be said now: the posts made of
them, notes and their states, answers that quote them, drafts that nobody has sent yet."""

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.db.models import F, QuerySet

from composing.models import Draft
from composing.text import composed_again
from curation.models import Said, Taken
from curation.taking.words import brought_up_to_date, quotation, said_in
from forums.actions.quote_words import give_earlier_words, give_waiting_words, give_words
from forums.models import Post, PostRevision
from forums.review.models import Waiting
from notes.actions.quoted_words import reword_note
from notes.models import PracticeNote, Revision

MARK = "/said/"


def spread(ids: Collection[int]) -> None:
    """After something of these words has changed. In the caller's transaction."""
    if not ids:
        return
    said = Said.objects.select_related("author", "organisation").in_bulk(list(ids))
    made_of = Taken.objects.filter(said__in=ids, post__isnull=False, post__moved_to=None)
    give_words(bodies_of(set(made_of.values_list("post", flat=True))))
    give_words(_changed(Post.objects.filter(gathered=False), said))
    give_earlier_words(_changed(PostRevision.objects.all(), said, lang="post__lang"))
    give_waiting_words(_changed(Waiting.objects.all(), said))
    for pk, lang in _notes_with(said):
        reword_note(pk, partial(brought_up_to_date, said=said, lang=lang))
    for pk, body in _changed(Draft.objects.all(), said, lang="person__language").items():
        Draft.objects.filter(pk=pk).update(body=body, version=F("version") + 1)


def spread_names(ids: Collection[int]) -> None:
    """After what stands behind these words has changed, which may be a name: reading all texts that quote
    somebody is dear, so the copies that are known are asked first."""
    if ids and _names_are_old(ids):
        spread(ids)


def _names_are_old(ids: Collection[int]) -> bool:
    taken = Taken.objects.filter(said__in=ids)
    posts = Post.objects.in_bulk(set(taken.filter(post__moved_to=None).values_list("post", flat=True)) - {None})  # fmt: skip
    if any(posts[pk].body != body for pk, body in bodies_of(posts).items()):
        return True
    said = Said.objects.select_related("author", "organisation").in_bulk(list(ids))
    notes = PracticeNote.objects.filter(pk__in=taken.values("gathering__note"))
    return any(
        brought_up_to_date(text, said, note.lang) != text
        for note in notes
        for text in (note.body, note.easy, *note.sections.values())
    )


def bodies_of(posts: Iterable[int]) -> dict[int, str]:
    """What the posts that are made of words must say, by their ids."""
    parts: dict[int, list[str]] = {}
    rows = Taken.objects.filter(post__in=posts).order_by("post", "position")
    for row in rows.select_related("said__author", "said__organisation", "post"):
        assert row.post is not None
        parts.setdefault(row.post.pk, []).append(quotation(row.said, row.post.lang))
    return {pk: "\n\n".join(texts) for pk, texts in parts.items()}


def _changed(rows: QuerySet[Any], said: dict[int, Said], *, lang: str = "lang") -> dict[int, str]:
    """Those of the texts that quote these words and must say something else, by their ids."""
    found = rows.filter(body__contains=MARK).values_list("pk", "body", lang)
    new = {
        pk: (brought_up_to_date(body, said, spoken or "pl"), body)
        for pk, body, spoken in found.iterator(chunk_size=200)
    }
    return {pk: body for pk, (body, old) in new.items() if body != old}


def _notes_with(said: dict[int, Said]) -> list[tuple[int, str]]:
    """Notes of which any state may quote these words: those made of them, and those that others copied."""
    made = Taken.objects.filter(said__in=said, gathering__note__isnull=False)
    ids = set(made.values_list("gathering__note", flat=True))
    ids |= set(PracticeNote.objects.filter(html__contains=MARK).values_list("pk", flat=True))
    ids |= set(PracticeNote.objects.filter(easy_html__contains=MARK).values_list("pk", flat=True))
    ids |= set(Revision.objects.filter(body__contains=MARK).values_list("note", flat=True))
    return list(PracticeNote.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "lang"))


def settle_post(post: Post) -> None:
    """A post that somebody has just written quotes as it must, whatever name they kept."""
    if MARK in post.body and not post.gathered:
        new = brought_up_to_date(post.body, said_in([post.body]), post.lang)
        if new != post.body:
            # Whoever wrote it may have it in hand (forums.whole): what is told next is told of these words.
            post.body, post.html = new, composed_again(new, post.html)
            post.version += 1
            give_words({post.pk: new})


def settle_note(note: PracticeNote) -> None:
    """The same for a note."""
    texts = [note.body, note.easy, *note.sections.values()]
    said = said_in(texts)
    if any(brought_up_to_date(text, said, note.lang) != text for text in texts):
        reword_note(note.pk, partial(brought_up_to_date, said=said, lang=note.lang))
