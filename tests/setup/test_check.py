"""bin/test: what it says and does about what is missing, and that its servers end with it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.place import ROOT, clean_environment, get, programs_without

pytestmark = pytest.mark.once
ABSENT = ("redis-server", "valkey-server", "java", "javac", "chromium", "chromium-browser")
ONE_FILE = ("-q", "tests/setup/test_source_root.py")


def bin_test(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "bin" / "test", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        env=clean_environment(**environment),
    )


def test_a_developer_is_told_what_is_left_out_and_goes_on(tmp_path: Path) -> None:
    path = programs_without(tmp_path / "programs", *ABSENT)
    answer = bin_test(*ONE_FILE, PATH=path, CI="")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Missing: Redis is not installed" in answer.stdout
    assert "Left out: the search tests on Elasticsearch" in answer.stdout
    assert "passed" in answer.stdout.strip().splitlines()[-1]


def test_ci_tries_to_install_and_otherwise_fails(tmp_path: Path) -> None:
    path = programs_without(tmp_path / "programs", *ABSENT, "apt-get", "google-chrome")
    asked = tmp_path / "asked"
    apt = tmp_path / "programs" / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {asked}\n')
    apt.chmod(0o755)
    answer = bin_test(*ONE_FILE, PATH=path, CI="true")
    assert answer.returncode == 1
    assert "Missing: Redis is not installed" in answer.stdout
    assert answer.stdout.strip().splitlines()[-1] == "0 passed, 1 failed"
    if asked.exists():  # apt-get is only asked by root
        installed = asked.read_text().splitlines()[-1].split()
        assert {"redis-server", "chromium", "maven"} <= set(installed)
        assert "postgresql" not in installed


def test_an_address_that_is_given_is_used(tmp_path: Path) -> None:
    path = programs_without(tmp_path / "programs", *ABSENT)
    answer = bin_test(*ONE_FILE, PATH=path, CI="", REDIS_URL="redis://127.0.0.1:1/0")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Redis is not installed" not in answer.stdout


def test_the_servers_end_with_whoever_wanted_them(tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("no Java here")
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.services"],
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdout is not None
    assert keeper.stdin is not None
    try:
        reports = [json.loads(keeper.stdout.readline()) for _ in range(3)]
        urls = {report["name"]: report.get("url", "") for report in reports}
        assert get(f"{urls['Elasticsearch']}/_cluster/health").status == 200
    finally:
        keeper.stdin.close()
        assert keeper.wait(60) == 0
    with pytest.raises(OSError, match="refused"):
        get(f"{urls['Elasticsearch']}/_cluster/health")
