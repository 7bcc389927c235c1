"""What is delivered: one style sheet, small scripts, fonts and icons that are what they say."""

import gzip
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
SHEET = STATIC / "css/rynek.css"
PARTS = sorted((ROOT / "assets/css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "mail"
)
"""Of pages. A letter has no style sheet, and is shown by programs that know only attributes."""


def ran(program: str, *arguments: str) -> int:
    return subprocess.run(
        [sys.executable, ROOT / "bin" / program, *arguments], check=False
    ).returncode


def test_the_style_sheet_is_what_its_parts_give() -> None:
    assert ran("join_assets", "--check") == 0


def test_the_style_sheet_and_the_scripts_keep_their_budgets() -> None:
    assert len(gzip.compress(SHEET.read_bytes())) <= 15_000
    assert sum(len(gzip.compress(script.read_bytes())) for script in SCRIPTS) <= 45_000


def test_the_style_sheet_holds_on_old_browsers() -> None:
    css = SHEET.read_text("utf-8")
    assert not re.search(r"light-dark\(|color-mix\(|@scope|@container|[^-]&[ .:\[]", css)
    assert not re.search(r"https?:|//", css)
    rules = re.sub(r"@(layer|media|keyframes|font-face)[^{]*", "@", css)
    depth = deepest = 0
    for mark in re.findall(r"@{|{|}", rules):
        depth += -1 if mark == "}" else 1 if mark == "{" else 0
        deepest = max(deepest, depth)
    assert css.count("{") == css.count("}")
    inside = re.findall(r"{([^{}]*){", re.sub(r"@(layer|media)[^{]*{", "", css))
    assert [text for text in inside if ";" in text and "@" not in text] == []


def test_every_file_the_style_sheet_names_is_there() -> None:
    named = re.findall(r'url\("([^"]+)"\)', SHEET.read_text("utf-8"))
    assert len(named) == 4
    assert [path for path in named if not (SHEET.parent / path).resolve().is_file()] == []


def test_every_token_used_is_defined() -> None:
    css = SHEET.read_text("utf-8")
    defined = set(re.findall(r"(--[\w-]+):", css))
    assert set(re.findall(r"var\((--[\w-]+)", css)) - defined == set()


def test_vendored_files_are_those_of_the_manifest() -> None:
    assert ran("vendor_assets", "--check") == 0


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = ElementTree.parse(STATIC / "icons.svg")
    known = {symbol.get("id") for symbol in sprite.getroot()}
    assert known == set((ROOT / "assets/icons.txt").read_text("utf-8").split())
    missing = {
        f"{template.relative_to(ROOT)}: {name}"
        for template in TEMPLATES
        for name in re.findall(r'{% icon "([^"]+)"', template.read_text("utf-8"))
        if name not in known
    }
    assert missing == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_breaks_the_content_security_policy(template: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", template.read_text("utf-8"), flags=re.S)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", text)
    # A block of JSON is data, not a script: the policy does not speak of it.
    assert not re.search(
        r"<style|<script(?![^>]*\s(?:src=|type=\"application/(?:ld\+)?json\"))", text
    )
    assert not re.search(r"javascript:", text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_import_only_what_is_there_and_ask_nobody_else(script: Path) -> None:
    text = script.read_text("utf-8")
    for name in re.findall(r'from "([^"]+)"', text):
        assert (script.parent / name).is_file(), name
    assert not re.search(r"\beval\(|new Function|document\.write", text)
