"""Loading a region: the shipped one, another one, and broken ones."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from taxonomy.editions import editions
from taxonomy.lists import AUDIENCE_GROUPS, AUDIENCES, FORMATS, HEADINGS, PRACTICES
from taxonomy.models import Audience, Format, PracticeArea, Region
from taxonomy.regions import gminas_by_powiat, region_name
from taxonomy.start import ensure_region, shipped_regions
from taxonomy.vocabulary import ensure_vocabulary
from taxonomy.words import practice_areas, practice_choices
from tests.taxonomy.test_geography import SQUARES

pytestmark = pytest.mark.django_db
HEAD = "level,teryt,name,kind,parent,lon,lat\n"
GOOD = (
    HEAD + "wojewodztwo,99,zmyślone,województwo,,20.5,50.5\n"
    "powiat,9901,zmyślny,powiat,99,20.5,50.5\n"
    "gmina,990101,Lewa,wiejska,9901,20.5,50.5\ngmina,990102,Prawa,wiejska,9901,21.5,50.5\n"
)


def region_in(tmp_path: Path, units: str = GOOD, topology: object = SQUARES) -> Path:
    (tmp_path / "units.csv").write_text(units, encoding="utf-8")
    (tmp_path / "shapes.topojson").write_text(json.dumps(topology), encoding="utf-8")
    return tmp_path


def test_the_shipped_region_has_every_unit_once() -> None:
    ensure_region()
    counts = {level: Region.objects.filter(level=level).count() for level in Region.Level.values}
    assert counts == {"wojewodztwo": 1, "powiat": 22, "gmina": 183}
    assert region_name() == "małopolskie"
    without = Region.objects.filter(outline="").values_list("code", flat=True)
    assert list(without) == ["120713"], "Szczawa alone has no shape"
    assert Region.objects.get(code="1206").mesh
    assert Region.objects.get(code="12").credit == "Granice: GUGiK/PRG"
    assert Region.objects.filter(seat=True).count() == 16


def test_loading_twice_changes_nothing() -> None:
    ensure_region()
    (before,) = editions("regions")
    call_command("load_region", str(shipped_regions()[0]), verbosity=0)
    ensure_region()
    assert editions("regions") == (before,)
    assert Region.objects.count() == 206


def test_another_region_is_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_region", str(region_in(tmp_path)))
    assert "4 units added" in capsys.readouterr().out
    assert region_name() == "zmyślone"
    ensure_region()
    assert not Region.objects.filter(code="12").exists(), "a site that has its region gets no other"
    left = Region.objects.get(code="990101")
    assert left.parent is not None
    assert left.parent.code == "9901"
    assert left.outline
    assert gminas_by_powiat() == [
        ("powiat zmyślny", [(left.pk, "Lewa"), (Region.objects.get(code="990102").pk, "Prawa")])
    ]


def test_a_change_in_the_file_is_a_change_here(tmp_path: Path) -> None:
    call_command("load_region", str(region_in(tmp_path)), verbosity=0)
    (before,) = editions("regions")
    call_command("load_region", str(region_in(tmp_path, GOOD.replace("Prawa", "Prawdziwa"))))
    assert Region.objects.get(code="990102").name == "Prawdziwa"
    assert editions("regions") == (before + 1,)


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ("", "no column"),
        ("level,teryt\ngmina,1\n", "no column"),
        (HEAD + "kraj,99,a,b,,,\n", "line 2"),
        (HEAD + "wojewodztwo,9x,a,b,,,\n", "2 digits"),
        (HEAD + "wojewodztwo,99,,b,,,\n", "name"),
        (HEAD + "wojewodztwo,99,a,b,,20,nan\n", "no place"),
        (HEAD + "wojewodztwo,99,a,b,,20,\n", "together"),
        (HEAD + "wojewodztwo,99,a,b,,1,1\nwojewodztwo,99,c,b,,1,1\n", "twice"),
        (HEAD + "powiat,9901,a,b,98,1,1\n", "missing"),
        (HEAD + "gmina,990101,a,b,,1,1\n", "no parent"),
        (HEAD + "wojewodztwo,99,a,b,,1,1\ngmina,990101,a,b,99,1,1\n", "cannot lie"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_broken_file_says_what_is_wrong_and_leaves_nothing(
    tmp_path: Path, units: str, words: str
) -> None:
    region_in(tmp_path)
    (tmp_path / "units.csv").write_bytes(units.encode("utf-8", "surrogateescape"))
    with pytest.raises(CommandError, match=words):
        call_command("load_region", str(tmp_path))
    assert not Region.objects.exists()


def test_a_missing_directory_and_a_doubled_topology(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a directory"):
        call_command("load_region", str(tmp_path / "nowhere"))
    directory = region_in(tmp_path)
    shutil.copy(directory / "shapes.topojson", directory / "more.topojson")
    with pytest.raises(CommandError, match="exactly one"):
        call_command("load_region", str(directory))


OLD_PRACTICES = [
    "teatr",
    "muzyka",
    "taniec",
    "plastyka",
    "rzemioslo",
    "film",
    "fotografia",
    "literatura",
    "czytelnictwo",
    "dziedzictwo",
    "historia_lokalna",
    "muzealnictwo",
    "folklor",
    "edukacja",
    "animacja",
    "dostepnosc",
    "ekologia",
    "media",
    "cyfrowe",
    "kulinaria",
    "gry",
    "kultura_mniejszosci",
]
OLD_AUDIENCES = [
    "dzieci",
    "mlodziez",
    "dorosli",
    "seniorzy",
    "rodziny",
    "szkoly",
    "osoby_z_niepelnosprawnosciami",
    "migranci",
    "spolecznosc_lokalna",
    "profesjonalisci",
]


def test_the_words_come_once_and_keep_their_names() -> None:
    ensure_vocabulary()
    PracticeArea.objects.filter(code="teatr").update(name_en="drama")
    before = editions("words")
    ensure_vocabulary()
    assert editions("words") == before, "a second time nothing changes"
    areas = len(HEADINGS) + sum(map(len, PRACTICES.values()))
    assert PracticeArea.objects.count() == areas <= 60
    assert PracticeArea.objects.filter(parent=None).count() == len(HEADINGS)
    assert Audience.objects.count() == len(AUDIENCES) <= 28
    assert Format.objects.count() == len(FORMATS)
    assert PracticeArea.objects.get(code="teatr").name_en == "drama"
    assert set(OLD_PRACTICES) <= set(PracticeArea.objects.values_list("code", flat=True))
    assert set(OLD_AUDIENCES) <= set(Audience.objects.values_list("code", flat=True))
    assert sorted(code for _name, codes in AUDIENCE_GROUPS for code in codes) == sorted(
        code for code, _pl, _en in AUDIENCES
    )


def test_a_site_with_the_old_words_gets_the_headings() -> None:
    for position, code in enumerate(OLD_PRACTICES, start=1):
        PracticeArea.objects.create(
            code=code, name_pl=code.upper(), name_en=code, position=position
        )
    own = PracticeArea.objects.create(code="smoki", name_pl="smoki", name_en="dragons", position=99)
    kept = PracticeArea.objects.get(code="gry")
    kept.parent = PracticeArea.objects.get(code="animacja")
    kept.save()
    ensure_vocabulary()
    parents = dict(PracticeArea.objects.values_list("code", "parent__code"))
    assert (parents["teatr"], parents["folklor"], parents["dziedzictwo"]) == ("sztuki", "dziedzictwo", None)  # fmt: skip
    assert parents["gry"] == "animacja", "somebody has moved it"
    assert parents["smoki"] is None
    assert PracticeArea.objects.get(code="teatr").name_pl == "TEATR"
    assert not PracticeArea.objects.filter(parent__parent__isnull=False).exists()
    assert own.pk == PracticeArea.objects.get(code="smoki").pk
    with translation.override("pl"):
        areas, choices = practice_areas(), practice_choices()
    assert areas[0].code == "sztuki"
    assert areas[1].heading == "sztuki"
    assert areas[-1].code == "smoki"
    groups = dict(choices)
    assert groups["DZIEDZICTWO"][0][0] == "dziedzictwo", "the heading itself can be chosen too"
    assert [code for code, _name in choices[-1][1]] == ["smoki"]
