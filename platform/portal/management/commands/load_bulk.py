import argparse
import time
from typing import Any

from django.core.management.base import CommandError

from kernel import outbox
from kernel.management.help import RynekCommand
from portal.bulk.loading import load_bulk
from portal.bulk.plan import MOST, Plan
from search.index import QUEUE

ASKED = {
    "organisations": "organisations, each with its places, what it seeks and has, and a room",
    "users": "people who may log in, bench1@example.org and so on, with the password of the demo region",
    "topics": "topics in some twenty forums of their own",
    "posts": "posts of these topics in all, their first ones included (at least one a topic)",
    "notes": "published notes",
    "messages": "messages, half in rynek and half in rooms of organisations",
    "long-topic": "one topic more, of so many posts",
}


def count(text: str) -> int:
    """A number of things."""
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) > MOST:
        raise argparse.ArgumentTypeError(f"{text!r}: a whole number from 0 to {MOST} is wanted")
    return int(text)


class Command(RynekCommand):
    help = """Adds content for measuring with, invented and worth nothing to read. Every call adds more; the
same seed makes the same texts. Figures, numbers and channels are right at every moment; the index
hears of it through the outbox, which `search_drain --once` works off.

Example:
  manage.py load_bulk --organisations 500 --users 2000 --topics 5000 --posts 50000 --notes 1000 \\
      --messages 20000 --long-topic 10000
  manage.py search_drain --once"""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        for name, words in ASKED.items():
            parser.add_argument(f"--{name}", type=count, default=0, metavar="N", help=words)
        parser.add_argument(
            "--random-seed", type=count, default=1, metavar="N", help="what chance begins with (1)"
        )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        plan = Plan(
            **{name.replace("-", "_"): options[name.replace("-", "_")] for name in ASKED},
            seed=options["random_seed"],
        )
        if plan.empty:
            raise CommandError("nothing is asked for: name at least one number (see --help)")
        begun = time.monotonic()

        def tell(line: str) -> None:
            if verbosity:
                self.stdout.write(line)
                self.stdout.flush()

        load_bulk(plan, tell)
        waiting = outbox.depth(QUEUE).pending
        tell(f"done in {time.monotonic() - begun:.1f} s; {waiting} objects wait for the index")
