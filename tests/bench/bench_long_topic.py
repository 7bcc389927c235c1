"""What a very long topic costs: its first and its last page, and 500 posts split off and merged back.

  DATA_DIR=/some/folder .venv/bin/python tests/bench/bench_long_topic.py [--runs 9] [--calls 40]

Uses the longest topic of the database of DATA_DIR (load_bulk --long-topic 100000), and changes it.
CPU milliseconds of one WSGI call, least of several runs, with pieces kept and without; seconds of the two
actions. Asserts nothing.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def least(work: Callable[[], Any], runs: int, calls: int) -> float:
    """CPU milliseconds of one call."""
    best = float("inf")
    for _ in range(runs):
        began = time.process_time()
        for _ in range(calls):
            work()
        best = min(best, (time.process_time() - began) / calls * 1000)
    return best


def anew(application: Any, address: str) -> None:
    """The page with nothing kept."""
    from kernel import pages as kernel_pages
    from tests.bench.bench_pages import call

    for store in kernel_pages._stores.values():
        store.clear()
    call(application, address)


def pages(application: Any, topic: Any, runs: int, calls: int) -> None:
    """In turns, a run of each page after the other: what else the machine does then weighs on all alike.
    The second page stands beside the first, since the first has the question besides."""
    from tests.bench.bench_pages import call

    last = -(-topic.last_number // 20)
    path = f"/forums/t/{topic.pk}/{topic.slug}/"
    addresses = {page: f"{path}?page={page}" for page in (1, 2, last // 2, last - 1)}
    kept, made = (dict.fromkeys(addresses, float("inf")) for _ in range(2))
    for _ in range(runs):
        for page, address in addresses.items():
            call(application, address)
            work = partial(call, application, address)
            kept[page] = min(kept[page], least(work, 1, calls))
            work = partial(anew, application, address)
            made[page] = min(made[page], least(work, 1, max(1, calls // 10)))
    print(f"{'page':16} {'kept':>8} {'made anew':>10} {'bytes':>8}")
    for page, address in addresses.items():
        size = len(call(application, address)[1])
        print(f"{page:16} {kept[page]:8.2f} {made[page]:10.2f} {size:8}")
    for page in (1, 2):
        ratios = kept[last - 1] / kept[page], made[last - 1] / made[page]
        print(f"{f'last / page {page}':16} {ratios[0]:8.2f} {ratios[1]:10.2f}")


def moves(topic: Any) -> None:
    from accounts.models import Role, User
    from forums.actions.merge_topics import merge_topics
    from forums.actions.split_topic import split_topic

    moderator = User.objects.filter(role=Role.MODERATOR, verified=True).first()
    assert moderator, "make one: manage.py make_member … --role moderator"
    middle = topic.last_number // 2
    began = time.perf_counter()
    new = split_topic(
        by=moderator, topic=topic, numbers=range(middle, middle + 500), title="Split by a benchmark"
    )
    print(f"split 500 off: {time.perf_counter() - began:.2f} s")
    began = time.perf_counter()
    merge_topics(by=moderator, topic=new, into=topic)
    print(f"merge 500 back: {time.perf_counter() - began:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--calls", type=int, default=40)
    options = parser.parse_args()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from forums.models import Topic

    topic = (
        Topic.objects.filter(forum__audience="public", merged_into=None)
        .order_by("-last_number")
        .first()
    )
    assert topic
    print(f"topic of {topic.last_number} posts")
    pages(application, topic, options.runs, options.calls)
    moves(topic)


if __name__ == "__main__":
    main()
