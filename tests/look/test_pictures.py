"""Houses, motifs and the square: the same words give the same picture, and nothing else."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from directory.models import OrganisationKind
from kernel import pictures
from kernel.pictures.houses import plan_of

ROOT = Path(__file__).parents[2]
INKS = {"brick", "blue", "green", "ochre", "plum", "paper", "lime", "sky", "ink"}
KINDS = list(pictures.KINDS)


def every_picture() -> dict[str, str]:
    return {
        **{f"house {kind}": pictures.house(kind, "gbp-lipowiec") for kind in KINDS},
        **{f"motif {kind}": pictures.motif(kind) for kind in pictures.MOTIFS},
        "frieze": pictures.frieze(["gok", "gbp"]),
        "skyline": pictures.skyline(),
        "emblem": pictures.emblem(),
    }


@pytest.mark.parametrize(("name", "picture"), every_picture().items())
def test_a_picture_is_an_svg_without_styles_scripts_or_addresses(name: str, picture: str) -> None:
    root = ElementTree.fromstring(picture)
    assert root.tag == "svg"
    assert root.get("aria-hidden") == "true"
    assert "viewBox" in root.attrib
    for element in root.iter():
        assert not {"style", "onload", "href", "id"} & set(element.attrib), name
    used = set(re.findall(r'class="c-([a-z]+)"', picture))
    assert used <= INKS


def test_another_process_draws_the_same_pictures() -> None:
    """Not by hash(), which differs from process to process: pictures are kept in the database."""
    program = (
        "import hashlib; from kernel import pictures as p;"
        "print(hashlib.sha256((p.house('muzeum', 'ż') + p.frieze(['a', 'b']) + p.skyline()"
        " + str(p.avatar_ink('ola'))).encode()).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": str(ROOT / "platform"), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


def test_the_seed_changes_the_cut_and_the_kind_the_silhouette() -> None:
    assert pictures.house("library", "one") != pictures.house("library", "two")
    plans = [(plan.roof, plan.openings, plan.eaves) for plan in pictures.KINDS.values()]
    assert len(set(plans)) == len(plans)
    assert pictures.frieze(["a"]) != pictures.frieze(["b"])


def test_every_kind_of_the_directory_but_other_has_a_house_of_its_own() -> None:
    plain = [
        kind.value
        for kind in OrganisationKind
        if plan_of(kind.value) is pictures.KINDS["other"] and kind is not OrganisationKind.INNE
    ]
    assert plain == []


@pytest.mark.parametrize("kind", ["", "castle", "🏰", "a" * 500])
def test_an_unknown_kind_gets_a_plain_house_and_a_plain_motif(kind: str) -> None:
    assert pictures.house(kind, "x") == pictures.house("other", "x")
    assert pictures.motif(kind) == pictures.motif("discussion")


def test_kinds_are_found_by_their_polish_words_too() -> None:
    assert pictures.house("Dom kultury", "x") == pictures.house("culture-centre", "x")
    assert pictures.house("świetlica", "x") == pictures.house("swietlica", "x")


def test_a_title_is_said_and_escaped() -> None:
    picture = pictures.house("library", "x", title="<b>Dom</b> & spółka")
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert root.findtext("title") == "<b>Dom</b> & spółka"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Oksana Łysenko", "OŁ"),
        ("Wojciech Niemczura-Kwaśny", "WK"),
        ("ola", "O"),
        ("  ", "·"),
        ("★ ☂", "·"),
        ("„Dotyk” 2", "2"),
        ("ß Straße", "SS"),
        ("\ud800", "·"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert pictures.initials(name) == letters


def test_a_person_has_one_ink_everywhere() -> None:
    inks = {pictures.avatar_ink(f"person-{number}") for number in range(200)}
    assert inks == {1, 2, 3, 4, 5}
    assert pictures.avatar_ink("ola") == pictures.avatar_ink("ola")


def test_pictures_stay_small() -> None:
    assert max(len(pictures.house(kind, "x")) for kind in KINDS) < 1_800
    assert len(pictures.frieze(["a", "b", "c"])) < 40_000
    assert len(pictures.skyline()) < 2_000
