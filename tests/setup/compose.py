"""docker-compose.yml as the tests read it."""

import os
import re
from collections.abc import Mapping
from typing import Any

import yaml

from tests.setup.place import ROOT

APPLICATION = ("web", "live", "worker")
NAMES = {"postgres", "redis", "elasticsearch", "web", "live", "worker", "nginx"}


def load() -> dict[str, Any]:
    """The file, its anchors resolved, its variables not."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


def interpolated(text: str, values: Mapping[str, str]) -> str:
    """`${NAME:-default}` as Compose understands it."""

    def value(match: re.Match[str]) -> str:
        return values.get(match[1]) or match[2]

    return re.sub(r"\$\{([A-Z_]+):-([^}]*)\}", value, text)


def environment(service: str) -> dict[str, str]:
    """The variables of a service with nothing set outside."""
    written = load()["services"][service]["environment"]
    return {name: interpolated(str(value), {}) for name, value in written.items()}


def replicas(service: str) -> int:
    """How many processes of a service run."""
    return int(load()["services"][service].get("deploy", {}).get("replicas", 1))


def command(service: str, ports: Mapping[str, int]) -> list[str]:
    """A service's command line, listening on loopback at other ports."""
    parts = load()["services"][service]["command"]
    return ["127.0.0.1" if part == "0.0.0.0" else str(ports.get(part, part)) for part in parts]


def image_environment() -> dict[str, str]:
    """What the Dockerfile's ENV lines of the application's image set."""
    _, stage, _ = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    lines = [line.removeprefix("ENV ") for line in stage.splitlines() if line.startswith("ENV ")]
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def path_with_environment() -> str:
    return f"{ROOT / '.venv' / 'bin'}:{os.environ.get('PATH', '')}"
