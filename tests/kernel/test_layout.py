"""House rules that no linter knows."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["directory", "forums", "notes", "search", "realtime", "platform"]


def _python_files() -> Iterator[Path]:
    for room in ROOMS:
        yield from (p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)


def test_platform_is_a_source_root_and_never_a_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_a_view_takes_nothing_past_the_doors() -> None:
    found = []
    for path in _python_files():
        if "views" not in path.parts:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute)
            and node.attr not in ("visible_to", "published")
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "objects"
        ]
    assert found == [], "take it through access.py, or through a filter that asks who looks"


def test_the_channel_layer_is_spoken_to_by_realtime_alone() -> None:
    found = [
        f"{path.relative_to(ROOT)}"
        for path in _python_files()
        if "group_send" in path.read_text() and not path.is_relative_to(ROOT / "realtime")
    ]
    assert found == []


def test_no_file_has_grown_over_400_lines() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.js", "*.css", "*.html"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    delivered = {
        "static/css/rynek.css",  # joined from assets/ by bin/join_assets
        "static/js/main.js",
        "static/js/chat.js",
        "static/js/editor.js",
    }
    long = [
        name
        for name in listed
        if name not in delivered and "/migrations/" not in name and (ROOT / name).exists()
        and len((ROOT / name).read_text().splitlines()) > 400
    ]  # fmt: skip
    assert long == []


def test_the_layers_hold() -> None:
    """lint-imports reads the contract from pyproject.toml."""
    done = subprocess.run(
        ["lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": f"{ROOT / '.venv' / 'bin'}:/usr/bin:/bin", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
