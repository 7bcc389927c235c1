"""The figures of requests. Kept by hand: one lock and a few additions, a tenth of what the library's own instruments
take, since every page pays it. The library asks for them when they are read.
"""

import threading
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from kernel.watching.instruments import OURS

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""


class _Row:
    """Requests of one route and class of answer."""

    __slots__ = ("buckets", "database", "queries", "seconds")

    def __init__(self) -> None:
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = self.database = 0.0
        self.queries = 0


_rows: dict[tuple[str, str], _Row] = {}
_lock = threading.Lock()


def count(route: str, status: str, seconds: float, queries: int, database: float) -> None:
    """One request more: its pattern, the class of its answer ("2xx"), how long it took, and what the database was
    asked and took of it."""
    key = (route, status)
    with _lock:
        row = _rows.get(key)
        if row is None:
            row = _rows[key] = _Row()
        row.buckets[bisect_left(BOUNDS, seconds)] += 1
        row.seconds += seconds
        row.queries += queries
        row.database += database


class _Requests(Collector):
    def collect(self) -> Iterator[Metric]:
        took = HistogramMetricFamily(
            "rynek_request_seconds",
            "How long requests took, by the pattern of their address and the class of the answer.",
            labels=["route", "status"],
        )
        queries = CounterMetricFamily(
            "rynek_request_queries",
            "Statements that requests sent to the database.",
            labels=["route", "status"],
        )
        database = CounterMetricFamily(
            "rynek_request_database_seconds",
            "Time in which requests waited for the database.",
            labels=["route", "status"],
        )
        ends = [*map(str, BOUNDS), "+Inf"]
        with _lock:
            for key, row in _rows.items():
                took.add_metric(
                    key, list(zip(ends, accumulate(row.buckets), strict=True)), row.seconds
                )
                queries.add_metric(key, row.queries)
                database.add_metric(key, row.database)
        yield from (took, queries, database)


OURS.register(_Requests())
