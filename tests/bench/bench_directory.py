"""What finding in the directory costs: every filter alone, and many in pairs.

  DATA_DIR=/some/folder .venv/bin/python tests/bench/bench_directory.py [--runs 3] [--every 1] [--slowest 10]

Uses the database of DATA_DIR, or DATABASE_URL (load_bulk --organisations 10000 fills it; collectstatic comes before).
Each page is made anew: kept pages are thrown away before every call. For each kind of answer it prints the middle
and the 95th percentile of the wall time of one request through WSGI, the most statements, and beside each the
ratio to one row by its key, measured in the same run; then the slowest combinations. `--every 3` takes only every
third pair. `--exports` streams whole files and says what memory they took. Asserts nothing.
"""

import argparse
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import combinations
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(__file__))
from bench_pages import ROOT, call

VIEWS = {
    "list": "/directory/", "map": "/directory/map/", "table": "/directory/table/", "board": "/directory/needs/",
    "API": "/api/v1/organisations", "CSV head": "/api/v1/organisations.csv",
    "GeoJSON head": "/api/v1/organisations.geojson", "JSON-LD head": "/api/v1/organisations.jsonld",
}  # fmt: skip
ON_THE_BOARD = {"kind", "region", "practice", "audience", "access", "near", "what"}
ONLY_ON_THE_BOARD = {"what"}


def filters() -> dict[str, list[str]]:
    """Every filter with every value that it may have, as parts of an address."""
    from directory.finding.opening import CHOICES
    from directory.models import Card, Network, OrganisationKind
    from directory.vocabulary.accessibility import NEEDS
    from taxonomy.models import Audience, Format, PracticeArea, Region

    gminas = list(
        Region.objects.filter(level="gmina").order_by("code").values_list("code", flat=True)
    )
    powiats = list(
        Region.objects.filter(level="powiat").order_by("code").values_list("code", flat=True)
    )
    return {
        "kind": [f"kind={code}" for code in OrganisationKind.values],
        "region": [f"region={code}" for code in ("12", *powiats[:6], *gminas[::40])],
        "practice": [f"practice={code}" for code in PracticeArea.objects.values_list("code", flat=True)],
        "audience": [f"audience={code}" for code in Audience.objects.values_list("code", flat=True)],
        "format": [f"format={code}" for code in Format.objects.values_list("code", flat=True)],
        "access": [
            *(f"access={code}" for code in NEEDS),
            *(f"access={code}&unsure=1" for code in ("wheelchair", "pjm")),
            "access=wheelchair&access=toilet&access=parking&unsure=1",
        ],
        "open": [*(f"open={code}" for code in CHOICES), "open=saturday&open=evening"],
        "network": [f"network={code}" for code in Network.objects.values_list("code", flat=True)],
        "near": ["near=Krak%C3%B3w&within=25", "near=Wieliczka", "near=w+Nowym+Targu&within=100"],
        "bbox": ["bbox=19.6,49.9,20.3,50.2"],
        "q": ["q=dom", "q=biblioteka", f"q={quote('koło gospodyń')}", "q=warsztaty+dla+dzieci"],
        "order": [
            f"order={name}" for name in ("-name", "kind", "gmina", "-powiat", "confirmed", "updated")
        ],
        "what": [f"what={code}" for code in Card.What.values],
    }  # fmt: skip


def queries(parts: dict[str, list[str]], every: int) -> list[str]:
    """Nothing, each value of each filter, and three values of each filter with three of each other."""
    found = ["", *(value for values in parts.values() for value in values)]
    some = {name: values[:: max(1, len(values) // 3)][:3] for name, values in parts.items()}
    pairs = [
        f"{one}&{other}" for a, b in combinations(some, 2) for one in some[a] for other in some[b]
    ]
    # And people: near a town, with a need, on a Saturday; everything at once.
    return [
        *found, *pairs[::every],
        "near=Wieliczka&access=wheelchair&open=saturday",
        "near=Wieliczka&access=wheelchair&access=toilet&open=saturday&open=sunday&unsure=1",
        "kind=biblioteka&region=1206&practice=teatr&audience=seniorzy&access=wheelchair&open=evening&near=Skawina",
    ]  # fmt: skip


def fits(view: str, query: str) -> bool:
    names = {part.partition("=")[0] for part in query.split("&") if part}
    if view == "board":
        kinds = {part for part in query.split("&") if part.startswith("kind=")}
        codes = {part for part in query.split("&") if part.startswith("region=")}
        four = all(len(part) == len("region=1206") for part in codes)
        return names - {"kind"} <= ON_THE_BOARD and not kinds and four
    return not names & ONLY_ON_THE_BOARD


def forget() -> None:
    """Throws every kept page away; what hardly ever changes stays, as it does for any visitor."""
    from kernel import pages

    for store in pages._stores.values():
        store.clear()


def one(application: Callable[..., object], address: str, *, head: bool) -> tuple[float, int]:
    """Milliseconds and statements of one request that nobody has made before; of a stream its first pieces."""
    from django.db import connection

    forget()
    connection.queries_log.clear()
    began = time.perf_counter()
    status = first_piece(application, address) if head else call(application, address)[0]
    spent = (time.perf_counter() - began) * 1000
    assert status.startswith("200"), f"{address}: {status}"
    return spent, len(connection.queries_log)


def first_piece(application: Callable[..., object], address: str) -> str:
    """The answer's status, once the first lot of a stream has come."""
    from io import BytesIO

    path, _, query = address.partition("?")
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000", "HTTP_HOST": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr, "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    stream = application(environ, lambda status, headers, error=None: said.append(status))
    size = 0
    for piece in stream:  # type: ignore[attr-defined]
        size += len(piece)
        if size > 4_000:
            break
    stream.close()  # type: ignore[attr-defined]
    return said[0]


def yardstick() -> float:
    """Milliseconds of one row by its key, through the same Django: the middle of 200."""
    from directory.models import Organisation

    pk = Organisation.objects.order_by("pk").values_list("pk", flat=True)[0]
    times = []
    for _ in range(200):
        began = time.perf_counter()
        Organisation.objects.get(pk=pk)
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[100]


def share(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def exports(application: Callable[..., object]) -> None:
    """Whole files: seconds, megabytes, and the most memory that Python held for them."""
    for ending in ("csv", "geojson", "jsonld"):
        for query in ("", "?access=wheelchair"):
            call(application, f"/api/v1/organisations.{ending}?kind=kino")
            tracemalloc.start()
            began, size = time.perf_counter(), 0
            size = whole(application, f"/api/v1/organisations.{ending}{query}")
            spent, held = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            print(
                f"{ending + query:26} {spent:6.1f} s (traced) {size / 1e6:6.1f} MB, {held / 1e6:5.1f} MB held"
            )


def whole(application: Callable[..., object], address: str) -> int:
    """Reads a stream without keeping it: how long it was."""
    from io import BytesIO

    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000", "HTTP_HOST": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr, "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    stream = application(environ, lambda status, headers, error=None: None)
    size = sum(len(piece) for piece in stream)  # type: ignore[attr-defined]
    stream.close()  # type: ignore[attr-defined]
    return size


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3, help="the least of so many calls counts")
    parser.add_argument("--every", type=int, default=1, help="only every N-th of the pairs")
    parser.add_argument("--slowest", type=int, default=10)
    parser.add_argument("--views", nargs="*", default=list(VIEWS), choices=list(VIEWS))
    parser.add_argument("--exports", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("RATE_LIMIT_FACTOR", "1000000")
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from django.core import signals
    from django.db import connection, reset_queries

    from directory.models import Card, Organisation

    signals.request_started.disconnect(reset_queries)
    call(application, "/directory/")  # the first call of a process reads what all others have
    measure = yardstick()
    print(
        f"{Organisation.objects.count()} organisations, {Card.objects.count()} cards, {connection.vendor};"
        f" one row by its key {measure:.2f} ms; root {ROOT.name}"
    )
    if options.exports:
        exports(application)
        return
    connection.force_debug_cursor = True
    asked = queries(filters(), options.every)
    rows: list[tuple[float, int, str, str]] = []
    print(
        f"{'answer':13} {'asked':>5} {'p50 ms':>7} {'×':>5} {'p95 ms':>7} {'×':>5} {'most':>6} {'SQL':>4}"
    )
    for view in options.views:
        found = []
        for query in asked:
            if fits(view, query):
                address = f"{VIEWS[view]}?{query}"
                head = view.endswith("head")
                calls = [one(application, address, head=head) for _ in range(options.runs)]
                found.append((min(calls)[0], max(n for _ms, n in calls), view, query))
        times = [ms for ms, *_rest in found]
        middle, late = share(times, 0.5), share(times, 0.95)
        print(
            f"{view:13} {len(found):5} {middle:7.1f} {middle / measure:5.0f} {late:7.1f} {late / measure:5.0f}"
            f" {max(times):6.1f} {max(n for _ms, n, *_rest in found):4}", flush=True,
        )  # fmt: skip
        rows += found
    rows.sort(reverse=True)
    for spent, statements, view, query in rows[: options.slowest]:
        print(f"{spent:8.1f} ms {statements:3} statements  {view}: {query or '(no filter)'}")


if __name__ == "__main__":
    main()
