"""What finding words in one room costs.

  DATA_DIR=/some/folder [DATABASE_URL=…] .venv/bin/python tests/bench/bench_room_search.py [--runs 7]

Uses the database there (load_bulk --users 100 --messages 100000 on an empty one) and changes nothing. Milliseconds
of a page of thirty, the database's time included, least and most of several runs in turns, beside what the newest
page of the same room costs. Asserts nothing.
"""

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def questions(room: Any) -> dict[str, str]:
    """A common word, the rarest ones, two of them, and what nobody has said."""
    from realtime.chat.models import Message

    said = Message.objects.readable().filter(room=room).order_by("seq")
    counted: Counter[str] = Counter()
    for body in said.values_list("body", flat=True).iterator():
        counted.update(
            {word for word in body.casefold().split() if word.isalpha() and len(word) > 3}
        )
    ranked = counted.most_common()
    common, middle, rare = ranked[0][0], ranked[len(ranked) // 2][0], ranked[-1][0]
    return {
        "common": common, "middle": middle, "rare": rare, "common and rare": f"{common} {rare}",
        "beginning": common[:2], "nobody's": "ksylofonista", "nobody's, six": "a b c ksylofon ab cd ef gh",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    import django

    django.setup()
    from django.db import connection

    from realtime.chat import reading
    from realtime.chat.models import Room
    from realtime.chat.seeking import found_in, sought_words

    room = Room.objects.order_by("-message_count")[0]
    print(f"{connection.vendor}, {room.slug}: {room.message_count} messages")
    asked = questions(room)
    took: dict[str, list[float]] = {name: [] for name in ("newest page", *asked)}
    found: dict[str, int] = {}
    for _ in range(runs):
        for name in took:
            begun = time.perf_counter()
            if name in asked:
                found[name] = len(found_in(room, sought_words(asked[name]), None).rows)
            else:
                found[name] = len(reading.newest(room).messages)
            took[name].append((time.perf_counter() - begun) * 1000)
    for name, times in took.items():
        print(
            f"{name:16} {asked.get(name, ''):28} {found[name]:3} rows {min(times):8.1f} – {max(times):7.1f} ms"
        )


if __name__ == "__main__":
    main()
