"""What the lists of topics cost: the first page of each and one near its end, made anew.

  DATA_DIR=/some/folder .venv/bin/python tests/bench/bench_lists.py [--runs 7]

Uses the database of DATA_DIR (load_bulk --topics 1000000 --posts 1000000) and changes nothing. Milliseconds of
the list's statements alone, the database's time included, least of several runs in turns. Asserts nothing.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def listings() -> dict[str, Any]:
    """The lists over everything, of the biggest forum, of the commonest tag."""
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Count

    from forums.lists import SOLVED, UNANSWERED, Listing, Word
    from forums.models import Forum, TaggedTopic
    from forums.rows import forum_row
    from taxonomy.models import Tag

    biggest = Forum.objects.filter(audience="public").order_by("-topic_count").first()
    assert biggest
    forum = forum_row(AnonymousUser(), biggest.slug)
    common = TaggedTopic.objects.order_by().values_list("tag").annotate(n=Count("pk"))
    pk, uses = max(common, key=lambda pair: pair[1])
    tag = Tag.objects.get(pk=pk)
    word = Word(tag.pk, tag.slug, tag.name)
    print(f"the biggest forum has {forum.topic_count} topics, the commonest tag {uses}")
    return {
        "latest": Listing(),
        "unanswered": Listing(UNANSWERED),
        "solved": Listing(SOLVED),
        "forum": Listing(forum=forum),
        "forum, unanswered": Listing(UNANSWERED, forum=forum),
        "forum, solved": Listing(SOLVED, forum=forum),
        "tag": Listing(tag=word),
        "forum and tag": Listing(forum=forum, tag=word),
    }


def end_of(listing: Any, viewer: Any) -> str:
    """The cursor of a page that begins sixty rows before the end; "" for an empty list."""
    from forums.lists import _ORDER_OF_TAG, ORDER
    from forums.models import TaggedTopic
    from kernel.paging import _write

    if listing.tag:
        rows = TaggedTopic.objects.filter(tag=listing.tag.pk)
        last = list(rows.order_by("last_post_at", "content_object_id")[:60])
        return _write(last[-1], _ORDER_OF_TAG, backwards=False) if last else ""
    rows = listing._from_here(viewer)
    last = list(rows.order_by("last_post_at", "id")[:60])
    return _write(last[-1], ORDER, backwards=False) if last else ""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    import django

    django.setup()
    from django.contrib.auth.models import AnonymousUser

    from forums.models import Topic

    viewer = AnonymousUser()
    print(f"{Topic.objects.count()} topics")
    print(f"{'list':18} {'first':>8} {'near the end':>13} {'ratio':>6}")
    for name, listing in listings().items():
        cursors = (None, end_of(listing, viewer) or None)
        best = [float("inf")] * 2
        for _ in range(options.runs):
            for place, cursor in enumerate(cursors):
                began = time.perf_counter()
                listing.page(viewer, cursor)
                best[place] = min(best[place], (time.perf_counter() - began) * 1000)
        print(f"{name:18} {best[0]:8.1f} {best[1]:13.1f} {best[1] / best[0]:6.2f}")


if __name__ == "__main__":
    main()
