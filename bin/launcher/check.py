"""bin/test: the environment, the real services, the checks of the code and the suites.

    bin/test                             everything
    bin/test tests/forums -k reply       pytest alone, on SQLite
    bin/test --production tests/search   pytest alone, on PostgreSQL and Redis

DATABASE_URL, REDIS_URL and ELASTICSEARCH_URL, where set, are used instead of servers of its own.
CI=true turns everything that is missing into a failure, after an attempt to install it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import environment
import side_by_side
from environment import PYTHON, ROOT, VENV
from services import Services, missing, try_to_install
from side_by_side import Job

CI = os.environ.get("CI", "").lower() in ("true", "1", "yes")
ADDRESSES = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")
# Playwright's event loop stays in its process, where nothing else could then run one of its own:
# the browsers of the sockets' own tests, which are asynchronous, get another.
BROWSERS = {"pages": ["tests", "--ignore=tests/realtime"], "sockets": ["tests/realtime"]}
NO_TESTS = 5  # pytest's exit code when nothing was selected
WORKERS = min(os.cpu_count() or 1, 4)
ON_SERVICES = WORKERS + 1
"""A worker that waits for PostgreSQL or for the servers of a test leaves room for one more."""


def check_commands() -> dict[str, list[str | Path]]:
    """The checks of the code, by the name under which they are reported."""
    tool = VENV / "bin"
    imports = "from importlinter.cli import lint_imports_command as command; command()"
    manage: list[str | Path] = [PYTHON, ROOT / "manage.py"]
    return {
        "ruff format": [tool / "ruff", "format", "--check", "--quiet", "."],
        "ruff check": [tool / "ruff", "check", "--quiet", "."],
        "joined assets": [PYTHON, ROOT / "bin" / "join_assets", "--check"],
        "lint-imports": [PYTHON, "-c", imports],
        "djlint": [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
        "manage.py check": [*manage, "check"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run", "--verbosity=1"],
        "mypy": [PYTHON, "-m", "mypy", "."],
    }


@dataclass
class Report:
    """What has been run, and how it went."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, name: str, *, good: bool, since: float) -> None:
        word = "ok" if good else "FAILED"
        self.lines.append(f"  {word:6} {name:32} {time.monotonic() - since:6.1f} s")
        print(self.lines[-1], flush=True)
        if not good:
            self.failures.append(name)

    def count(self, results: Path) -> None:
        """Add up what pytest wrote."""
        if not results.exists():
            return
        for suite in ElementTree.parse(results).getroot().iter("testsuite"):
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            self.failed += bad
            self.skipped += skipped
            self.passed += int(suite.get("tests", 0)) - bad - skipped

    def close(self, since: float) -> int:
        """The table, then pytest's kind of closing line; the exit code."""
        print("\n".join(["", *self.lines]))
        for name in self.failures:
            print(f"failed: {name}")
        print(f"took {time.monotonic() - since:.0f} s")
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped", flush=True)
        return 1 if self.failures or self.failed or not self.passed else 0


class Suite:
    """Runs pytest with the addresses of the services, its left-overs in one folder."""

    def __init__(self, services: Services, folder: Path) -> None:
        self.services = services
        self.folder = folder
        self.patterns = folder / "patterns"
        self.patterns.mkdir()

    def environment(self, *, production: bool) -> dict[str, str]:
        """What the tests find: TEST_… addresses choose the database, the layer and the engine."""
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in ADDRESSES and name.removeprefix("TEST_") not in ADDRESSES
        }
        running = self.services.addresses()
        wanted = ADDRESSES if production else ("ELASTICSEARCH_URL",)
        for name in wanted:
            if name in running:
                clean[f"TEST_{name}"] = running[name]
        # A folder for what is prepared once and copied (tests/services/patterns.py).
        patterns = {"TEST_PATTERNS": str(self.patterns)}
        return {**clean, **patterns, "TMPDIR": str(self.folder), "PYTHONPATH": str(ROOT)}

    def run(self, arguments: Sequence[str], *, production: bool) -> int:
        """pytest's exit code."""
        command = [PYTHON, "-m", "pytest", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment(production=production)
        ).returncode

    def part(
        self, report: Report, name: str, *options: str, production: bool = False, workers: int = 1
    ) -> Job:
        """One run of pytest, counted in the report."""
        results = self.folder / f"{slug(name)}.xml"
        spread = (
            ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
            if workers > 1
            else []
        )

        def done(job: Job, code: int) -> None:
            print(f"\n== Tests: {name} ==\n{said_by(job)}", flush=True)
            report.count(results)
            report.add(name, good=code in (0, NO_TESTS), since=job.begun)

        return Job(
            name,
            [PYTHON, "-m", "pytest", "-q", *spread, f"--junitxml={results}", *options],
            lambda: self.environment(production=production),
            self.folder / f"{slug(name)}.out",
            done,
        )


def slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def said_by(job: Job) -> str:
    return job.output.read_text(errors="replace")


def checks(report: Report, folder: Path) -> list[Job]:
    """The checks of the code; one that is content says nothing."""
    settings = {
        **{name: value for name, value in os.environ.items() if name not in ADDRESSES},
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "DATA_DIR": str(folder / "checks"),
    }

    def done(job: Job, code: int) -> None:
        report.add(job.name, good=code == 0, since=job.begun)
        if code != 0:
            print(said_by(job), flush=True)

    return [
        Job(name, command, lambda: settings, folder / f"{slug(name)}.out", done)
        for name, command in check_commands().items()
    ]


def announce() -> bool:
    """Say what is missing and what that leaves out; whether the run may go on."""
    lacking = missing()
    if lacking and CI:
        try_to_install([need for need, _ in lacking])
        lacking = missing()
    for need, reason in lacking:
        print(f"Missing: {reason}. Left out: {need.leaves_out}.", flush=True)
    return not (lacking and CI)


@contextmanager
def services_and_folder() -> Iterator[Suite]:
    services = Services()
    folder = Path(tempfile.mkdtemp(prefix="rynek-test-run-"))
    try:
        yield Suite(services, folder)
    finally:
        services.end()
        shutil.rmtree(folder, ignore_errors=True)


def on_databases(suite: Suite, report: Report) -> Iterator[Job]:
    """The suite on SQLite, then, where they are, on the services of production."""
    for broken in suite.services.broken():  # waits until they have started
        print(f"{broken['name']} is installed but did not start: {broken['broken']}", flush=True)
        report.failures.append(f"start of {broken['name']}")
    production = "DATABASE_URL" in suite.services.addresses()
    here = "not journey and not services" if production else "not journey"
    yield suite.part(report, "SQLite", "-m", here, workers=WORKERS)
    if production:
        there = "not journey and not once"
        yield suite.part(
            report, "PostgreSQL and Redis", "-m", there, production=True, workers=ON_SERVICES
        )


def everything(suite: Suite) -> int:
    begun, report = time.monotonic(), Report()
    browsers = [
        suite.part(report, f"browser, {name}", "-m", "journey", *folders)
        for name, folders in BROWSERS.items()
    ]
    print("Each part says what it has to say when it has ended.", flush=True)
    side_by_side.run(
        [[*checks(report, suite.folder), *browsers], on_databases(suite, report)], folder=ROOT
    )
    return report.close(begun)


def main() -> int:
    environment.end_with_children()
    # Every worker and every server of a test would compile the whole tree again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    arguments = sys.argv[1:]
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    python = environment.ready("test")
    compiled = subprocess.run([python, ROOT / "bin" / "launcher" / "messages.py"])
    if not announce() or compiled.returncode != 0:
        print("0 passed, 1 failed")
        return 1
    with services_and_folder() as suite:
        if not arguments:
            return everything(suite)
        production = arguments[0] == "--production"
        return suite.run(arguments[1 if production else 0 :], production=production)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
