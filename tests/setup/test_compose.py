"""docker-compose.yml and the Dockerfile, checked without a Docker engine."""

import json
import re

import jsonschema
import pytest

from tests.setup import compose
from tests.setup.place import ROOT

pytestmark = pytest.mark.once
SERVICES = compose.load()["services"]


def test_it_is_valid_by_the_compose_specification() -> None:
    schema = json.loads((ROOT / "tests" / "setup" / "compose-spec.json").read_text())
    jsonschema.Draft7Validator(schema).validate(compose.load())


def test_the_services_are_those_of_the_plan() -> None:
    assert set(SERVICES) == compose.NAMES


@pytest.mark.parametrize("name", sorted(compose.NAMES))
def test_every_service_comes_back_and_tells_its_health(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", sorted(compose.NAMES))
def test_what_it_waits_for_exists_and_can_become_healthy(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        assert how["condition"] in ("service_healthy", "service_started")


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


@pytest.mark.parametrize("name", compose.APPLICATION)
def test_the_application_runs_without_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert re.search(r"^USER rynek$", (ROOT / "Dockerfile").read_text(), re.M)


def test_the_three_processes_share_settings_and_data() -> None:
    first, *others = (SERVICES[name] for name in compose.APPLICATION)
    for other in others:
        assert other["environment"] == first["environment"]
        assert other["volumes"] == first["volumes"]
        assert other["image"] == first["image"]


@pytest.mark.parametrize("name", sorted(compose.NAMES))
def test_every_variable_has_a_default(name: str) -> None:
    text = json.dumps(SERVICES[name])
    assert re.findall(r"\$\{[A-Z_]+\}", text) == []
    assert re.findall(r"\$\{[A-Z_]+:-[^}]*\}", text) == re.findall(r"\$\{[^}]*\}", text)


def test_every_named_volume_is_declared() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(compose.load()["volumes"])


def test_images_are_pinned_to_a_version() -> None:
    outside = [service["image"] for service in SERVICES.values() if "build" not in service]
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.M)
    for image in outside + bases:
        assert re.search(r":\d+(\.\d+)*", image), image


def test_the_search_server_is_of_the_version_that_the_tests_use() -> None:
    pom = (ROOT / "tests/services/elasticsearch/pom.xml").read_text()
    tested = re.search(r"<elasticsearch>(.+)</elasticsearch>", pom)
    assert tested
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{tested[1]}"


def test_what_the_dockerfile_copies_is_there() -> None:
    text = (ROOT / "Dockerfile").read_text()
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.M):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
    for script in ("deploy/prepared", "deploy/healthy"):
        assert (ROOT / script).stat().st_mode & 0o111
