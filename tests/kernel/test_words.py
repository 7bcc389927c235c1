"""The interface speaks Polish and English, completely."""

import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = polib.pofile(str(ROOT / "locale" / "pl" / "LC_MESSAGES" / "django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_every_sentence_is_translated() -> None:
    assert [entry.msgid for entry in CATALOGUE.untranslated_entries()] == []
    assert [entry.msgid for entry in CATALOGUE.fuzzy_entries()] == []


def test_translations_keep_what_is_filled_in() -> None:
    wrong = []
    for entry in CATALOGUE:
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(
            PLACEHOLDER.findall(entry.msgid_plural)
        )
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            found = set(PLACEHOLDER.findall(text))
            if not found <= wanted or (not entry.msgid_plural and found != wanted):
                wrong.append(entry.msgid)
    assert wrong == []


def test_polish_plurals_have_all_their_forms() -> None:
    assert "nplurals=4" in CATALOGUE.metadata["Plural-Forms"]
    for entry in CATALOGUE:
        if entry.msgid_plural:
            assert len(entry.msgstr_plural) == 4, entry.msgid
            assert all(entry.msgstr_plural.values()), entry.msgid


def test_no_translation_is_the_english_left_standing() -> None:
    """A word may be the same in both languages; a sentence never is."""
    same = [e.msgid for e in CATALOGUE if e.msgid == e.msgstr and len(e.msgid.split()) > 3]
    assert same == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext's tools gather the sentences")
def test_the_catalogue_is_up_to_date() -> None:
    done = subprocess.run(
        ["bin/messages", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_counted_things_are_said_right() -> None:
    counted = [
        entry for entry in CATALOGUE if entry.msgid_plural and "more organisation" in entry.msgid
    ]
    assert counted
    entry = counted[0]
    with translation.override("pl"):
        said = [ngettext(entry.msgid, entry.msgid_plural, number) for number in (1, 2, 5, 22, 12)]
    assert said[0] != said[1] != said[2]
    assert said[1] == said[3]
    assert said[2] == said[4]
