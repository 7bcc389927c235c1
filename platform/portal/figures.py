"""What /metrics says: what the processes have counted, and what the database, the disk and the parts are like now."""

import platform
import shutil
import tomllib
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from forums.models import Forum
from kernel import jobs, outbox
from kernel.models import PartState
from kernel.watching import summing
from notifications import followers
from portal.readiness import MAIL, parts
from realtime.chat.models import Message
from realtime.live import measures  # noqa: F401  figures of sockets are there before the first opens


class _Everything(Collector):
    def collect(self) -> Iterator[Metric]:
        families, processes = summing.desk().total()
        yield from summing.as_metrics(families)
        yield _gauge("processes", "Processes that write figures and are alive.", processes)
        yield from _of_now()


def text() -> bytes:
    """Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Everything())
    return generate_latest(registry)


@lru_cache(maxsize=1)
def version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def _gauge(name: str, help: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"rynek_{name}", help, value=value)


def _of_now() -> Iterator[Metric]:
    info = GaugeMetricFamily(
        "rynek_info",
        "Always 1; the labels say what runs.",
        labels=["version", "python", "database"],
    )
    info.add_metric([version(), platform.python_version(), connection.vendor], 1)
    yield info
    up = GaugeMetricFamily(
        "rynek_part_up", "1 if a part of /readyz is well, 0.5 if it limps, else 0.", labels=["part"]
    )
    known = parts()
    for name, part in known.items():
        up.add_metric([name], {"ok": 1.0, "degraded": 0.5}.get(part["state"], 0.0))
    yield up
    disk = shutil.disk_usage(settings.DATA_DIR)
    yield _gauge("disk_free_bytes", "Room left where DATA_DIR lies.", disk.free)
    yield _gauge("disk_size_bytes", "All room where DATA_DIR lies.", disk.total)
    if known["database"]["state"] == "ok":
        yield from _in_the_database()


def _in_the_database() -> Iterator[Metric]:
    for name, words, depth in (
        ("outbox", "Changes that the search has to hear of", outbox.depth("search")),
        ("followers", "What many followers have to hear of", outbox.depth(followers.QUEUE)),
        ("tasks", "Background tasks", jobs.waiting()),
        ("mails", "Letters", jobs.waiting(MAIL)),
    ):
        yield _gauge(f"{name}_pending", f"{words}: how many wait.", depth.pending)
        yield _gauge(f"{name}_age_seconds", f"{words}: how long the oldest has waited.", depth.age)
        yield _gauge(f"{name}_parked", f"{words}: how many were given up after five times.", depth.parked)  # fmt: skip
    seen = PartState.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if seen is not None:
        ago = (timezone.now() - seen).total_seconds()
        yield _gauge("worker_seen_seconds", "Since the background work last gave a sign.", ago)
    # The counters of the forums: a million rows are not counted at every scrape.
    counted = Forum.objects.aggregate(
        forums=Count("pk"), topics=Sum("topic_count"), posts=Sum("post_count")
    )
    for name, rows in (*counted.items(), ("messages", Message.objects.count())):
        yield _gauge(name, f"How many {name} there are.", rows or 0)
