"""A real server, started as a newcomer starts it, and real browsers."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.services import patterns

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.once)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: Any) -> Iterator[str]:
    """The address of a running site with the demo region."""
    with serving(tmp_path_factory.mktemp("site"), factor="1000") as address:
        yield address


@contextmanager
def serving(folder: Path, *, factor: str, empty: bool = False) -> Iterator[str]:
    """The same with its limits times a factor: 1 is as in life. `empty`: without the demo region."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    left_out = (
        "DATABASE_URL",
        "REDIS_URL",
        "ELASTICSEARCH_URL",
        "BASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "SECRET_KEY",
    )
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    environment |= {"DATA_DIR": str(folder), "RATE_LIMIT_FACTOR": factor}
    # The demo is loaded as for a newcomer; that the tables are made too, tests/setup/test_run.py shows.
    patterns.lay(f"sqlite:///{folder / 'rynek.sqlite3'}")
    log = (folder / "log").open("w")
    server = subprocess.Popen(
        ["bin/run", "--port", str(port), *(["--empty"] if empty else [])],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        _wait_for(address, server, folder / "log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            pytest.fail(f"the server stopped: {log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not answer: {log.read_text()[-3000:]}")


class Walker:
    """A browser of one person, which notes what must never happen: errors, foreign requests."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site, self.context = site, context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda line: self.errors.append(line.text) if line.type == "error" else None
        )

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def log_in(self, handle: str) -> "Walker":
        from portal.demo import DEMO_PASSWORD

        page = self.go("/accounts/login/")
        page.fill("input[name=login]", f"{handle}@example.org")
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self


@pytest.fixture
def walker(site: str, chromium: Browser) -> Iterator[Callable[..., Walker]]:
    """Opens browsers: `walker("ola")`, `walker(width=360, dark=True, scripts=False, language="en")`."""
    contexts: list[BrowserContext] = []

    def open_one(
        handle: str = "",
        *,
        width: int = 1280,
        dark: bool = False,
        scripts: bool = True,
        language: str = "pl",
        zone: str | None = None,
    ) -> Walker:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light",
            java_script_enabled=scripts, locale=language, reduced_motion="reduce",
            timezone_id=zone,
        )  # fmt: skip
        contexts.append(context)
        one = Walker(context, site)
        return one.log_in(handle) if handle else one

    yield open_one
    for context in contexts:
        context.close()
