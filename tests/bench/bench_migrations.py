"""What the migration of a coming release holds up on a big site that is in use.

  DATABASE_URL=postgres://… DATA_DIR=/some/folder .venv/bin/python tests/bench/bench_migrations.py [--readers 3] [--writers 1]

Uses a database filled by load_bulk: starts a site on it, reads and answers without a pause, adds the release of
tests/setup/later (columns, a foreign key, an index, constraints on all posts) and takes it back again. Prints how long
each took, how many requests were answered before and meanwhile, the slowest, and those that failed. Asserts nothing.
"""

import argparse
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["RATE_LIMIT_FACTOR"] = "1000000"
os.environ["PYTHONPATH"] = f"{ROOT}:{ROOT / 'platform'}"
BEFORE = 10.0
"""Seconds of traffic to compare with."""


@dataclass
class Answers:
    """Of one stretch of time: seconds each, and what failed."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def told(self, name: str, lasted: float) -> str:
        slowest = max(self.seconds, default=0.0) * 1000
        middle = sorted(self.seconds)[len(self.seconds) // 2] * 1000 if self.seconds else 0.0
        return (
            f"{name:10} {lasted:8.1f} s {len(self.seconds):7} requests, middle {middle:6.0f} ms,"
            f" slowest {slowest:6.0f} ms, {len(self.failed)} failed {self.failed[:3]}"
        )


class Traffic:
    """Threads that ask one after the other, counted in `now`."""

    def __init__(self, asks: list[Callable[[], httpx.Response]]) -> None:
        self.now = Answers()
        self._going = True
        self._threads = [threading.Thread(target=self._go, args=(ask,)) for ask in asks]
        for thread in self._threads:
            thread.start()

    def _go(self, ask: Callable[[], httpx.Response]) -> None:
        while self._going:
            answers, began = self.now, time.perf_counter()
            try:
                status = ask().status_code
                if status >= 400:
                    answers.failed.append(str(status))
            except httpx.HTTPError as error:
                answers.failed.append(repr(error))
            answers.seconds.append(time.perf_counter() - began)

    def during(self, work: Callable[[], object]) -> tuple[float, Answers]:
        self.now = Answers()
        began = time.perf_counter()
        work()
        return time.perf_counter() - began, self.now

    def stop(self) -> None:
        self._going = False
        for thread in self._threads:
            thread.join()


def site(port: int) -> "subprocess.Popen[bytes]":
    """Two page processes, as in production."""
    granian = Path(sys.executable).with_name("granian")
    return subprocess.Popen(
        [granian, "--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-access-log",
         "--log-level", "error", "--host", "127.0.0.1", "--port", str(port), "config.wsgi:application"],
        cwd=ROOT,
    )  # fmt: skip


def asks(base: str, readers: int, writers: int) -> list[Callable[[], httpx.Response]]:
    from accounts.models import User
    from accounts.tokens import make_token
    from forums.models import Topic

    topics = Topic.objects.filter(forum__audience="public", closed=False, hidden=False)
    topic = topics.order_by("-last_post_at").first()
    person = User.objects.filter(role="member", level__gte=1).order_by("pk").first()
    assert topic and person
    client = httpx.Client(
        base_url=base, timeout=60, headers={"authorization": f"Bearer {make_token(person)}"}
    )
    pages = (
        f"/forums/t/{topic.pk}/{topic.slug}/",
        "/forums/latest/",
        f"/forums/{topic.forum.slug}/",
    )

    def read(path: str) -> Callable[[], httpx.Response]:
        return lambda: httpx.get(base + path, timeout=60)

    def write() -> httpx.Response:
        return client.post(
            f"/api/v1/topics/{topic.pk}/posts", json={"body": f"Odpowiedź {time.time()}."}
        )

    return [read(pages[n % len(pages)]) for n in range(readers)] + [write] * writers


def migrate() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.setup.later.settings"}
    command = [sys.executable, "manage.py", "migrate", "--skip-checks", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def take_back() -> None:
    """What the release has added goes, with nobody about: to make a column narrower again, PostgreSQL writes the whole
    table anew, which no site in use is asked for."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in (
            "ALTER TABLE forums_post DROP COLUMN mood, DROP COLUMN checked_by_id,"
            " DROP CONSTRAINT later_post_numbered",
            "DROP INDEX later_post_lang, later_post_once",
            "ALTER TABLE notes_practicenote DROP COLUMN weight",
            "ALTER TABLE forums_post ALTER COLUMN lang TYPE varchar(2)",
            "DELETE FROM django_migrations WHERE app = 'later'",
        ):
            cursor.execute(statement)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=3)
    parser.add_argument("--writers", type=int, default=1)
    options = parser.parse_args()
    import django

    django.setup()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    from forums.models import Post

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    print(f"{Post.objects.count()} posts")
    server = site(port)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base)
        traffic = Traffic(asks(base, options.readers, options.writers))
        steps: dict[str, Callable[[], object]] = {
            "before": lambda: time.sleep(BEFORE), "meanwhile": migrate,
        }  # fmt: skip
        try:
            for name, work in steps.items():
                lasted, answers = traffic.during(work)
                print(answers.told(name, lasted), flush=True)
        finally:
            traffic.stop()
        take_back()
    finally:
        server.terminate()
        server.wait(20)


def wait_for(base: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(f"{base}/readyz", timeout=10).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise SystemExit("the site does not come up")


if __name__ == "__main__":
    main()
