"""platform/ is a source root: as a package it would shadow the standard library's `platform`."""

import subprocess
import sys

import pytest

from tests.setup.place import ROOT

pytestmark = pytest.mark.once


def test_platform_is_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_the_standard_library_keeps_its_platform() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import platform; print(platform.python_implementation())"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == sys.implementation.name.replace("cpython", "CPython")
