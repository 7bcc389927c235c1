"""Fills a new database with a body of forum content that another product was filled with, too.

  DATABASE_URL=postgres://… DATA_DIR=/some/folder .venv/bin/python tests/bench/seed_corpus.py corpus.jsonl targets.json

The corpus: a line {"users": [handle, …], "forums": [[name, description], …]}, then a line a topic
{"f": place of its forum, "t": title, "p": [[place of its author, text, milliseconds since 1970], …]}.
Written: pages to ask for, the cookies of signed-in people and how one replies, for a bench over HTTP.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SESSIONS = 1_000
TOPICS_AT_ONCE = 200


def people(handles: Sequence[str]) -> list[int]:
    """Members with these handles, verified; their ids in the same order."""
    from accounts.levels import Level
    from accounts.models import User

    User.objects.bulk_create(
        User(
            email=f"{handle}@example.org", handle=handle, name=handle.capitalize(), password="!",
            verified=True, level=Level.MEMBER,
        )
        for handle in handles
    )  # fmt: skip
    ids = dict(User.objects.filter(handle__in=handles).values_list("handle", "pk"))
    return [ids[handle] for handle in handles]


def forums(described: Iterable[tuple[str, str]]) -> list[int]:
    from forums.models import Forum

    made = [
        Forum.objects.create(slug=f"corpus-{place:02}", name=name[:100], description=words[:300])
        for place, (name, words) in enumerate(described)
    ]
    return [forum.pk for forum in made]


def draft(pk: int, line: dict[str, Any], forum_ids: list[int], ids: list[int]) -> Any:
    """A topic of the corpus as the loading of bench content takes it."""
    from kernel.markdown import render
    from portal.bulk.conversations import Draft
    from portal.bulk.texts import Text

    posts = line["p"]
    return Draft(
        pk=pk,
        forum_id=forum_ids[line["f"]],
        title=line["t"],
        kind="discussion",
        lang="pl",
        times=[datetime.fromtimestamp(at / 1000, UTC) for _, _, at in posts],
        authors=[ids[author] for author, _, _ in posts],
        texts=[Text(text, render(text)) for _, text, _ in posts],
        parents=[None] * len(posts),
    )


def topics(lines: Iterable[str], forum_ids: list[int], ids: list[int]) -> list[int]:
    """All topics with their posts, streams, tags and figures; their ids in the order of the lines."""
    from django.db import transaction

    from forums.models import Topic
    from portal.bulk.conversations import Talkers, write_topics
    from portal.bulk.rows import reserve
    from portal.bulk.tagging import Tags
    from portal.bulk.texts import Writer

    writer = Writer(Random(1))
    talkers = Talkers(writer, ids, Tags(writer.random))
    made: list[int] = []
    rest = iter(lines)
    while lot := list(islice(rest, TOPICS_AT_ONCE)):
        with transaction.atomic():
            pks = reserve(Topic, len(lot))
            write_topics(
                [
                    draft(pk, json.loads(line), forum_ids, ids)
                    for pk, line in zip(pks, lot, strict=True)
                ],
                talkers,
            )
        made += pks
    return made


def session_cookies(ids: Sequence[int]) -> list[str]:
    """As people are who have just signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from accounts.models import OpenSession, User
    from accounts.sessions import SessionStore

    cookies = []
    for person in User.objects.filter(pk__in=ids[:SESSIONS]).order_by("pk"):
        store = SessionStore()
        store[SESSION_KEY] = str(person.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.save()
        OpenSession.objects.create(
            session_key=str(store.session_key), person=person, seen_at=timezone.now()
        )
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={store.session_key}")
    return cookies


def targets(first: Any, cookies: list[str]) -> dict[str, Any]:
    """What is to be asked for; `first` is the first topic of the corpus, its longest."""
    from forums.paths import topic_path, verb_path

    path, last = topic_path(first.pk, first.slug), -(-first.last_number // 20)
    pages = {
        "index": "/forums/",
        "topic_list": f"/forums/{first.forum.slug}/",
        "latest": "/forums/latest/",
        "topic_first": path,
        "topic_last": f"{path}?page={last}",
        "topic_deep": f"{path}?page={last // 2}",
    }
    reply = verb_path(first.pk, "reply")
    return {
        "name": "ours",
        "cookies": cookies,
        "paths": pages,
        "logged_in": {f"{name}_user": address for name, address in pages.items()},
        "reply": {
            "form": reply,
            "post": reply,
            "fields": {"body": "@TEXT@"},
            "csrf_field": "csrfmiddlewaretoken",
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("targets", type=Path)
    options = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from forums.models import Topic

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("load_start", verbosity=0)
    head, *lines = options.corpus.read_text(encoding="utf-8").splitlines()
    opening = json.loads(head)
    ids = people(opening["users"])
    made = topics(lines, forums(opening["forums"]), ids)
    first = Topic.objects.select_related("forum").get(pk=made[0])
    options.targets.write_text(json.dumps(targets(first, session_cookies(ids)), indent=1))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    call_command("check_integrity")
    print(f"{len(made)} topics in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
