"""bin/run: what a person sees who starts it, rightly or wrongly."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.setup.place import (
    PYTHON,
    ROOT,
    Server,
    clean_environment,
    copy_of_project,
    free_port,
    get,
    programs_without,
    running,
)

pytestmark = pytest.mark.once


def said(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """bin/run, when it ends by itself."""
    return subprocess.run(
        [ROOT / "bin" / "run", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=clean_environment(**environment),
    )


def test_help_names_every_option() -> None:
    answer = said("--help")
    assert answer.returncode == 0
    for option in ("--port", "--host", "--empty"):
        assert option in answer.stdout


@pytest.mark.parametrize(
    "arguments",
    [["--port", "many"], ["--port", "0"], ["--port", "70000"], ["--nonsense"], ["--host", ""]],
)
def test_a_wrong_argument_is_refused(arguments: list[str]) -> None:
    answer = said(*arguments)
    assert answer.returncode == 2
    assert "error:" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_unknown_host_is_refused_in_a_sentence() -> None:
    answer = said("--host", "no-such-host.invalid")
    assert answer.returncode == 1
    assert "no-such-host.invalid" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_taken_port_is_named_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = said("--port", str(port))
    assert answer.returncode == 1
    assert f"Port {port}" in answer.stderr
    assert "bin/run --port" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_python_that_is_too_old_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for name in ("python3", "python3.13", "python3.12", "python3.11", "python3.14", "python"):
        old = tmp_path / name
        old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
        old.chmod(0o755)
    for name in ("dirname", "head"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    answer = said(PATH=str(tmp_path), PYTHON="")
    assert answer.returncode == 1
    assert "3.11" in answer.stderr
    assert "Python 3.9.2" in answer.stderr


def start_command(port: int, *options: str) -> list[str | Path]:
    return [ROOT / "bin" / "run", "--port", str(port), *options]


def manage(*command: str, environment: Mapping[str, str]) -> None:
    """Run a command of manage.py, which must succeed."""
    done = subprocess.run(
        [PYTHON, ROOT / "manage.py", *command], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def assert_everything_ends(server: Server, number: signal.Signals) -> None:
    assert server.end(number) in (0, 130)
    assert server.group() == []
    assert "Traceback" not in server.output


def test_the_demo_is_served_stopped_and_found_again(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = clean_environment(DATA_DIR=str(tmp_path / "data"))
    with running(start_command(port), log=tmp_path / "first", environment=environment) as server:
        server.wait_for(f"{address}/healthz")
        assert get(f"{address}/").status == 200
        assert "ogolne" in get(f"{address}/api/v1/forums").text
        with connect(f"ws://127.0.0.1:{port}/ws/", origin=address) as socket_:
            socket_.send('{"type": "ping"}')
            assert "pong" in str(socket_.recv(timeout=10))
        assert address in server.output
        assert "@example.org" in server.output  # the demo log-ins
        assert all(os.getpgid(pid) == server.process.pid for pid in server.group())

        other = said("--port", str(free_port()), **{"DATA_DIR": str(tmp_path / "data")})
        assert other.returncode == 1
        assert str(tmp_path / "data") in other.stderr
        assert_everything_ends(server, signal.SIGTERM)

    person = ("kept@example.org", "--name", "Kept Person", "--password", "farbka-i-wapno-1")
    manage("make_member", *person, environment=environment)
    with running(start_command(port), log=tmp_path / "second", environment=environment) as server:
        server.wait_for(f"{address}/healthz")
        manage("make_token", "kept@example.org", environment=environment)  # fails without her
        assert "region" not in server.output  # nothing is loaded a second time
        assert_everything_ends(server, signal.SIGINT)


def test_a_clean_copy_starts_with_python_alone(tmp_path: Path) -> None:
    """No uv, an empty home, nothing made before: venv and pip from the lock file, then --empty."""
    copy = copy_of_project(tmp_path / "copy")
    (tmp_path / "home").mkdir()
    programs = programs_without(tmp_path / "programs", "uv", "uvx")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = clean_environment(HOME=str(tmp_path / "home"), PATH=programs)
    with running(
        [copy / "bin" / "run", "--port", str(port), "--empty"],
        log=tmp_path / "log",
        environment=environment,
        folder=tmp_path,
    ) as server:
        server.wait_for(f"{address}/healthz")
        assert (copy / ".venv" / "bin" / "pip").exists()
        forums = get(f"{address}/api/v1/forums").text
        assert "ogolne" in forums
        assert "moderacja" not in forums
        assert get(f"{address}/").status == 200
        assert_everything_ends(server, signal.SIGTERM)
