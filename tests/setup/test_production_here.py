"""bin/production-here: the production set-up for people and benchmarks, started and ended by one command."""

import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.setup.own import given_services, own_database
from tests.setup.place import PYTHON, ROOT, START, clean_environment, get, running

COMMAND = ROOT / "bin" / "production-here"


@pytest.mark.once
def test_help_names_every_option_and_a_wrong_one_is_refused() -> None:
    answer = subprocess.run([COMMAND, "--help"], capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0
    for word in ("--port", "--host", "--demo", "kill -HUP"):
        assert word in answer.stdout
    wrong = subprocess.run(
        [COMMAND, "--port", "70000"], capture_output=True, text=True, timeout=120
    )
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


@pytest.mark.services
def test_it_serves_says_where_and_ends_with_everything(tmp_path: Path) -> None:
    given = given_services()
    with own_database("rynek_here") as database:
        environment = clean_environment(
            **{**given, "DATABASE_URL": database},
            ELASTICSEARCH_INDEX="rynek-here",
            TMPDIR=str(tmp_path),
        )
        command = [COMMAND, "--port", "0"]
        with running(command, log=tmp_path / "log", environment=environment) as server:
            deadline = time.monotonic() + START
            while "Stop:" not in server.output:
                assert server.process.poll() is None, server.output
                assert time.monotonic() < deadline, server.output
                time.sleep(0.2)
            found = re.search(r"(http://\S+)/ serves web-1, web-2, live-1, live-2, worker-1", server.output)  # fmt: skip
            assert found, server.output
            address = found[1]
            assert get(f"{address}/").status == 200
            assert get(f"{address}/readyz").status == 200
            file = re.search(r"\. (\S+/environment)", server.output)
            assert file
            checked = subprocess.run(
                ["sh", "-c", f". {file[1]} && exec {PYTHON} manage.py check_integrity"],
                cwd=ROOT,
                env=clean_environment(),
                capture_output=True,
                text=True,
            )
            assert checked.returncode == 0, checked.stdout + checked.stderr
            assert server.end(signal.SIGTERM) == 0, server.output
            assert "Ended: " in server.output
            with pytest.raises(OSError, match="refused"):
                get(f"{address}/healthz")
