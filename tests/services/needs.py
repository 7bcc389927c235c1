"""What the suite uses beside Python: how to see whether it is here, and what is lost without it."""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.services import elasticsearch_node, postgresql, redis_server
from tests.services.processes import Missing, Running


@dataclass(frozen=True)
class Need:
    """A program the tests use; with `start` it is a server, which `variable` may name instead."""

    name: str
    packages: tuple[str, ...]  # of Debian
    look: Callable[[], object]  # raises Missing
    leaves_out: str
    variable: str = ""
    start: Callable[..., Running] | None = None

    def given(self) -> str:
        """The address from the environment, or nothing."""
        return os.environ.get(self.variable, "") if self.variable else ""

    def lacking(self) -> str:
        """Why it cannot be used here, or nothing."""
        if self.given():
            return ""
        try:
            self.look()
        except Missing as reason:
            return str(reason)
        return ""


def chromium() -> str:
    """The path of a browser that Playwright can drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    raise Missing("Chromium is not installed (Debian: chromium)")


def nginx() -> str:
    """The path of nginx, which Debian keeps off an ordinary person's PATH."""
    path = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if path is None:
        raise Missing("nginx is not installed (Debian: nginx-light)")
    return path


def java() -> None:
    elasticsearch_node.tools()
    elasticsearch_node.maven()


def postgres() -> None:
    postgresql.programs()
    postgresql.owner()


NEEDS = (
    Need(
        "PostgreSQL",
        ("postgresql",),
        postgres,
        "the whole suite's second run, on the production databases",
        "DATABASE_URL",
        postgresql.start,
    ),
    Need(
        "Redis",
        ("redis-server",),
        redis_server.program,
        "live pages over several processes",
        "REDIS_URL",
        redis_server.start,
    ),
    Need(
        "Elasticsearch",
        ("default-jdk-headless", "maven"),
        java,
        "the search tests on Elasticsearch",
        "ELASTICSEARCH_URL",
        elasticsearch_node.start,
    ),
    Need("Chromium", ("chromium",), chromium, "the journeys in a real browser"),
    Need("nginx", ("nginx-light",), nginx, "the production set-up behind its real proxy"),
)
SERVERS = tuple(need for need in NEEDS if need.start is not None)


def packages(needs: Iterable[Need]) -> list[str]:
    """The Debian packages that would bring these."""
    return sorted({package for need in needs for package in need.packages})
