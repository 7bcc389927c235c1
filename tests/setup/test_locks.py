"""requirements/*.lock against pyproject.toml, without asking any registry."""

import re
import tomllib

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.setup.place import ROOT

pytestmark = pytest.mark.once

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?:\s*;\s*(.+?))?\s*\\$", re.M)


def lock(name: str) -> dict[str, tuple[str, str]]:
    """Name of each pinned package, with its version and the condition on which it is installed."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    return {canonicalize_name(pin): (version, marker) for pin, version, marker in PIN.findall(text)}


def asked_for() -> dict[str, list[Requirement]]:
    core = PROJECT["project"]["dependencies"]
    prod = core + PROJECT["project"]["optional-dependencies"]["prod"]
    test = prod + PROJECT["dependency-groups"]["test"]
    sets = {"core": core, "prod": prod, "test": test}
    return {name: [Requirement(line) for line in lines] for name, lines in sets.items()}


@pytest.mark.parametrize("name", ["core", "prod", "test"])
def test_every_requirement_is_pinned_to_a_version_it_allows(name: str) -> None:
    pins = lock(name)
    for requirement in asked_for()[name]:
        pinned = pins.get(canonicalize_name(requirement.name))
        assert pinned, f"{requirement} is not in requirements/{name}.lock: run bin/lock"
        assert requirement.specifier.contains(pinned[0]), f"{requirement} against {pinned[0]}"


@pytest.mark.parametrize(("small", "large"), [("core", "prod"), ("prod", "test")])
def test_the_sets_agree(small: str, large: str) -> None:
    inner, outer = lock(small), lock(large)
    assert {name: inner[name][0] for name in inner} == {
        name: outer[name][0] for name in inner if name in outer
    }


@pytest.mark.parametrize("name", ["core", "prod", "test"])
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text)
    pins = [block for block in blocks if "==" in block.split("\n")[0]]
    assert pins
    assert all("--hash=sha256:" in block for block in pins)


def test_what_only_some_machines_have_is_conditional() -> None:
    marker = Marker(lock("core")["morfeusz2"][1])
    arm = {"sys_platform": "linux", "platform_machine": "aarch64"}
    assert not marker.evaluate(arm)
    assert marker.evaluate({**arm, "platform_machine": "x86_64"})
