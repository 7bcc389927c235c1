"""The servers of one run of the suite, kept by a process that ends them whatever becomes of us."""

import json
import os
import shutil
import subprocess
import sys

from environment import ROOT

sys.path.insert(0, str(ROOT))

from tests.services.needs import NEEDS, SERVERS, Need, packages


class Services:
    """Starts them at once, beside everything else; `addresses` waits until they have answered."""

    def __init__(self) -> None:
        self.keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.services"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl+C is for us: we then close the pipe
            text=True,
        )
        self.reports: list[dict[str, str]] = []

    def addresses(self) -> dict[str, str]:
        """The environment variable of each server that runs, with its address."""
        assert self.keeper.stdout is not None
        while len(self.reports) < len(SERVERS):
            line = self.keeper.stdout.readline()
            if not line:
                break
            self.reports.append(json.loads(line))
        return {report["variable"]: report["url"] for report in self.reports if "url" in report}

    def broken(self) -> list[dict[str, str]]:
        """Those that are installed but did not start, with their logs' ends."""
        self.addresses()
        return [report for report in self.reports if "broken" in report]

    def end(self) -> None:
        assert self.keeper.stdin is not None
        self.keeper.stdin.close()
        try:
            self.keeper.wait(60)
        except subprocess.TimeoutExpired:
            self.keeper.kill()


def missing() -> list[tuple[Need, str]]:
    """What cannot be had on this machine, and why."""
    return [(need, reason) for need in NEEDS if (reason := need.lacking())]


def try_to_install(needs: list[Need]) -> None:
    """Bring them by apt-get where we may. Whether it helped is asked of `missing` afterwards."""
    if os.getuid() != 0 or shutil.which("apt-get") is None:
        return
    # Run level 1 keeps Debian's scripts from starting the servers as services of the machine.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages(needs)]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
