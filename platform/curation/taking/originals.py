"""Words that a text quotes and that are no longer so where they were said: for whoever writes that text.

The copy stays as it was taken up. Whether a change matters is a person's to judge.
"""

from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.models import AnonymousUser

from curation.models import Said
from curation.taking.words import brought_up_to_date, label_of, said_in, said_path
from forums.models import Post
from notes.ports import Original
from realtime.chat.models import Message


def changed_since(texts: Sequence[str], lang: str) -> list[Original]:
    """Fills notes.ports.originals. Three statements; none where nobody is quoted."""
    quoted = [said for said in said_in(list(texts)).values() if not said.hidden]
    if not quoted:
        return []
    messages = _readable(
        Message.objects.readable().filter(pk__in=_ids(one.message_id for one in quoted))
    )
    posts = _readable(
        Post.objects.visible_to(AnonymousUser()).filter(pk__in=_ids(one.post_id for one in quoted))
    )
    moved = _moved(set(_ids(one.post_id for one in quoted)) - posts.keys())
    found = []
    for said in sorted(quoted, key=lambda one: (one.at, one.pk)):
        if said.post_id in moved:
            continue
        now = messages.get(said.message_id) if said.message_id else posts.get(said.post_id)
        if now is None or not _same(said, now, lang):
            link = "" if said.alias or now is None else said_path(said.pk)
            found.append(Original(label_of(said), link, gone=now is None))
    return found


def _ids(ids: Iterable[int | None]) -> list[int]:
    return [pk for pk in ids if pk is not None]


def _readable(rows: "Iterable[Message | Post]") -> dict[int | None, str]:
    return {row.pk: row.body for row in rows}


def _moved(ids: Collection[int | None]) -> set[int | None]:
    """Posts that stand in another topic now, with the same words."""
    if not ids:
        return set()
    there = Post.objects.filter(pk__in=_ids(ids), moved_to__isnull=False)
    return set(there.values_list("pk", flat=True))


def _same(said: Said, now: str, lang: str) -> bool:
    """A post that quotes others has their names as they must be now; the copy has them as they were."""
    if said.body == now:
        return True
    others = said_in([said.body, now])
    return brought_up_to_date(said.body, others, lang) == brought_up_to_date(now, others, lang)
