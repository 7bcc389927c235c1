"""What a page costs the server: CPU milliseconds of one WSGI call, least of several runs.

  DATA_DIR=/some/folder .venv/bin/python tests/bench/bench_pages.py [--runs 9] [--calls 40]

Uses the database of DATA_DIR (load_demo or load_bulk fill it). Prints a ratio to an empty view of the
same process beside each figure, since machines are noisy. Asserts nothing.
"""

import argparse
import os
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def call(application: Any, path: str, cookie: str = "") -> tuple[str, bytes]:
    """One request through WSGI without a socket: its status and body."""
    route, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": route, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000", "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_LANGUAGE": "pl", "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    if cookie:
        environ["HTTP_COOKIE"] = cookie
    said: list[str] = []
    result = application(environ, lambda status, headers, error=None: said.append(status))
    try:
        return said[0], b"".join(result)
    finally:
        result.close()


def cost(application: Any, path: str, cookie: str, runs: int, calls: int) -> tuple[float, int]:
    """CPU milliseconds a call and the size of the page."""
    status, body = call(application, path, cookie)
    assert status.startswith("200"), f"{path}: {status}"
    best = float("inf")
    for _ in range(runs):
        began = time.process_time()
        for _ in range(calls):
            call(application, path, cookie)
        best = min(best, (time.process_time() - began) / calls * 1000)
    return best, len(body)


def session_cookie(handle: str) -> str:
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(handle=handle))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--calls", type=int, default=40)
    options = parser.parse_args()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from django.db import connection, reset_queries

    from accounts.models import User
    from forums.models import Topic
    from notes.models import PracticeNote

    topic = (
        Topic.objects.filter(forum__audience="public", last_number__gte=20)
        .order_by("last_number")
        .first()
    )
    longest = Topic.objects.filter(forum__audience="public").order_by("-last_number").first()
    note = PracticeNote.objects.published().first()
    assert topic and longest and note
    person = User.objects.filter(role="member").order_by("pk").first()
    assert person
    last = -(-longest.last_number // 20)
    pages = {
        "empty (healthz)": "/healthz",
        "home": "/",
        "directory": "/directory/",
        "forums": "/forums/",
        "forum": f"/forums/{topic.forum.slug}/",
        f"topic, {topic.last_number} posts": f"/forums/t/{topic.pk}/{topic.slug}/",
        f"topic, page {last} of {last}": f"/forums/t/{longest.pk}/{longest.slug}/?page={last}",
        "notes": "/notes/",
        "note": f"/notes/{note.slug}/",
        "chat": "/chat/",
        "room": "/chat/rynek/",
        "search": "/search/?q=warsztaty",
    }
    cookie = session_cookie(person.handle)
    floor = 0.0
    print(
        f"{'page':28} {'anonymous':>10} {'×':>6} {'signed in':>10} {'×':>6} {'bytes':>8} {'SQL':>4} {'SQL in':>6}"
    )
    for name, path in pages.items():
        try:
            anonymous, size = cost(application, path, "", options.runs, options.calls)
            signed, _ = cost(application, path, cookie, options.runs, options.calls)
        except AssertionError as error:
            print(f"{name:28} {error}")
            continue
        floor = floor or anonymous
        counts = []
        for who in ("", cookie):
            connection.force_debug_cursor = True
            reset_queries()
            before = len(connection.queries_log)
            connection.queries_log.clear()
            from django.core import signals
            from django.db import reset_queries as forget

            signals.request_started.disconnect(forget)
            call(application, path, who)
            counts.append(len(connection.queries_log) - min(before, 0))
            signals.request_started.connect(forget)
            connection.force_debug_cursor = False
        print(
            f"{name:28} {anonymous:10.2f} {anonymous / floor:6.1f} {signed:10.2f} {signed / floor:6.1f}"
            f" {size:8} {counts[0]:4} {counts[1]:6}"
        )


if __name__ == "__main__":
    main()
