"""What finding in the directory costs: CPU milliseconds and statements of filter combinations.

  DATA_DIR=/some/folder .venv/bin/python tests/bench/bench_directory.py [--runs 5] [--slowest 12]

Uses the database of DATA_DIR (load_bulk --organisations 10000 fills it). Each page is made anew: kept
pages are thrown away before every call. Prints a ratio to an empty view of the same process beside each
figure, the slowest first. Asserts nothing.
"""

import argparse
import itertools
import os
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from bench_pages import ROOT, call

PARTS = (
    ("", "kind=dom_kultury", "kind=biblioteka&kind=muzeum"),
    ("", "region=1206", "region=126101"),
    ("", "practice=teatr", "audience=seniorzy"),
    ("", "access=wheelchair", "access=wheelchair&access=toilet&unsure=1"),
    ("", "near=Kraków&within=25", "q=dom"),
)
VIEWS = ("", "map/", "table/")


def measure(application: object, path: str, runs: int) -> tuple[float, int]:
    """Least CPU milliseconds of a page that nobody has kept, and its statements."""
    from django.db import connection, reset_queries

    from kernel import pages

    best, statements = float("inf"), 0
    connection.force_debug_cursor = True
    for _ in range(runs):
        for store in pages._stores.values():
            store.clear()
        reset_queries()
        began = time.process_time()
        status, _body = call(application, path)
        best = min(best, (time.process_time() - began) * 1000)
        statements = len(connection.queries)
        assert status.startswith("200"), f"{path}: {status}"
    return best, statements


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--slowest", type=int, default=12)
    options = parser.parse_args()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from directory.models import Organisation

    call(application, "/directory/")  # the first call of a process reads what all others have
    floor, _ = measure(application, "/healthz", options.runs)
    print(
        f"{Organisation.objects.count()} organisations; empty view {floor:.2f} ms; root {ROOT.name}"
    )
    rows = []
    for view, parts in itertools.product(VIEWS, itertools.product(*PARTS)):
        query = "&".join(filter(None, parts)).encode().decode("latin-1")
        rows.append(
            (*measure(application, f"/directory/{view}?{query}", options.runs), view, query)
        )
    rows.sort(reverse=True)
    print(f"{'CPU ms':>8} {'×':>7} {'SQL':>4}  address")
    for cpu, statements, view, query in rows[: options.slowest]:
        words = query.encode("latin-1").decode()
        print(f"{cpu:8.1f} {cpu / floor:7.0f} {statements:4}  /directory/{view}?{words}")
    middle = rows[len(rows) // 2]
    print(f"{middle[0]:8.1f} {middle[0] / floor:7.0f}       the middle of {len(rows)}")
    print(f"most statements: {max(row[1] for row in rows)}")


if __name__ == "__main__":
    main()
