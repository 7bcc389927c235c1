"""Imports and exports, on the real files and on broken ones."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.http import QueryDict

from directory.actions.update_organisation import update_organisation
from directory.finding.filters import Filters
from directory.finding.open_data import COLUMNS, as_dicts, csv_lines, geojson_pieces, safe_cell
from directory.importing.book import Told
from directory.importing.maps import MAPS
from directory.importing.run import import_file
from directory.models import AccessFact, Membership, Organisation, Site
from directory.start import DATA, ensure_directory
from kernel.integrity import checks
from taxonomy.models import PracticeArea
from tests.cast import Cast
from tests.directory.conftest import House, page_of

VENUES = str(DATA / "venues_malopolskie.csv")
VISITOR = AnonymousUser()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("import_organisations", *arguments)
    return capsys.readouterr().out


def written(tmp_path: Path, text: str, name: str = "file.csv") -> str:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return str(path)


def test_the_shipped_organisations_come_once(cast: Cast, region: None) -> None:
    ensure_directory()
    count = Organisation.objects.count()
    assert count >= 325
    ensure_directory()
    assert Organisation.objects.count() == count
    museum = Organisation.objects.get(source_key="osm:93705192")
    assert museum.source == "© OpenStreetMap contributors (ODbL 1.0)"
    site = museum.sites.get()
    assert (site.precision, site.gmina and site.gmina.code) == ("exact", "120302")
    page = page_of(cast.client(), museum.get_absolute_url())
    assert "© OpenStreetMap contributors" in page
    assert "Nobody of this organisation has confirmed it" in page
    assert '"geo"' in page, "this point is the building's"
    venue = Organisation.objects.get(source_key="pkw:12-0002")
    assert venue.source == "Państwowa Komisja Wyborcza; coordinates GeoNames (CC BY 4.0)"
    fact = AccessFact.objects.get(site__organisation=venue)
    assert (fact.attribute, fact.value, fact.note) == ("lokal_dostosowany", "no", "PKW 2019")
    assert "Państwowa Komisja Wyborcza" in page_of(cast.client(), "/directory/")


def test_an_import_is_idempotent_and_tells_of_each_line(
    cast: Cast, region: None, capsys: pytest.CaptureFixture[str]
) -> None:
    dry = run(capsys, VENUES, "--map", "venues", "--dry-run")
    assert dry.count(": new:") > 300
    assert "would be: " in dry
    assert Organisation.objects.count() == 1, "a dry run leaves nothing"
    first = run(capsys, VENUES, "--map", "venues")
    assert dry.splitlines()[:-1] == first.splitlines()[:-1], "and foretells exactly what comes"
    count = Organisation.objects.count()
    again = run(capsys, VENUES, "--map", "venues")
    assert "0 new, 0 changed" in again
    assert Organisation.objects.count() == count
    versions = set(Organisation.objects.values_list("version", flat=True))
    assert versions == {1}


def test_what_changes_in_the_file_changes_here_but_not_what_people_wrote(
    cast: Cast, region: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, VENUES, "--map", "venues", "-v", "0")
    with open(VENUES, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = rows[:3]
    for row in rows:
        row["display_name"] += " (nowa)"
        row["accessible"] = {"yes": "no", "no": "yes"}[row["accessible"]]
    ours = Organisation.objects.get(source_key=f"pkw:{rows[0]['id']}")
    Membership.objects.create(organisation=ours, person=cast.jan, role="editor")
    update_organisation(by=cast.jan, organisation=ours, fields={"summary": "Nasze słowa"})
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    told = run(capsys, written(tmp_path, out.getvalue()), "--map", "venues")
    assert "line 2: ours:" in told
    assert "0 new, 2 changed, 0 same, 1 ours, 0 doubtful, 0 wrong" in told
    ours.refresh_from_db()
    assert not ours.name.endswith("(nowa)")
    changed = Organisation.objects.get(source_key=f"pkw:{rows[1]['id']}")
    assert changed.name.endswith("(nowa)")
    assert changed.version == 2
    assert AccessFact.objects.get(site__organisation=changed).value == rows[1]["accessible"]


def test_wrong_and_doubtful_lines_are_named_and_left_out(
    cast: Cast, region: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "key,name,kind,gmina,locality,lon,lat,access\n"
        "a:1,Dobra,biblioteka,120611,Skawina,19.8,49.9,toaleta=yes; winda=no\n"
        "a:2,,biblioteka,120611,,,,\n"
        "a:3,Zły rodzaj,pałac,120611,,,,\n"
        "a:4,Zła gmina,muzeum,999999,,,,\n"
        "a:5,Pół punktu,muzeum,120611,,19.8,,\n"
        "a:6,Nieskończony,muzeum,120611,,nan,49,\n"
        "a:7,Zły fakt,muzeum,120611,,,,basen=yes\n"
        "a:8,Złe słowo,muzeum,120611,,,,winda=może\n"
        "a:1,Ten sam klucz,muzeum,120611,,,,\n"
        "a:9,Dom Kultury w Brzozowce,dom_kultury,120611,Brzozówka,,,\n"
        "a:10,Bliźniak,muzeum,120611,Skawina,,,\n"
        "a:11,Blizniak,muzeum,120611,Skawina,,,\n"
        "a:12,Filia nr 1,biblioteka,120611,Skawina,,,\n"
        "a:13,Filia nr 2,biblioteka,120611,Skawina,,,\n"
        f"{'k' * 200},Długi klucz,muzeum,120611,,,,\n"
    )
    told = run(capsys, written(tmp_path, text))
    lines = dict(line.split(": ", 1) for line in told.splitlines()[:-1])
    assert [n for n in range(2, 17) if lines[f"line {n}"].startswith("wrong")] == [
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        16,
    ]
    assert [n for n in range(2, 17) if lines[f"line {n}"].startswith("doubtful")] == [11, 13]
    assert "there is none with the code 999999" in lines["line 5"]
    assert "dom-kultury-w-brzozowce" in lines["line 11"]
    assert set(Organisation.objects.exclude(pk=cast.house.pk).values_list("name", flat=True)) == {
        "Dobra", "Bliźniak", "Filia nr 1", "Filia nr 2",
    }  # fmt: skip


def test_strict_keeps_nothing_of_a_file_with_a_wrong_line(
    cast: Cast, region: None, tmp_path: Path
) -> None:
    path = written(tmp_path, "key,name\na:1,Dobra\na:2,\n")
    with pytest.raises(CommandError, match="nothing was kept"):
        call_command("import_organisations", path, "--strict", verbosity=0)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ("a,b\n1,2\n", "file.csv", ["--map", "venues"]),
        ("", "file.csv", []),
        ("na\udcffme\n", "file.csv", []),
        ("name,name\na,b\n", "file.csv", []),
        ("PK\x03\x04name\nx\n", "file.csv", []),
        ("{", "file.geojson", ["--map", "osm"]),
        ('{"type": "Feature"}', "file.geojson", ["--map", "osm"]),
        ("[]", "file.geojson", ["--map", "osm"]),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"x": 1}}]}',
            "f.geojson",
            ["--map", "osm"],
        ),
    ],
)
def test_files_that_are_something_else(
    cast: Cast, tmp_path: Path, text: str, name: str, arguments: list[str]
) -> None:
    with pytest.raises(CommandError):
        call_command("import_organisations", written(tmp_path, text, name), *arguments)
    assert Organisation.objects.count() == 1


def test_a_file_that_breaks_in_the_middle_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    lines = "".join(f"a:{n},Dom {n}\n" for n in range(900))

    def break_off(told: Told) -> None:
        if told.line > 800:
            raise OSError("the disk is gone")

    path = Path(written(tmp_path, f"key,name\n{lines}"))
    with pytest.raises(OSError, match="the disk"):
        import_file(path, MAPS["rynek"], tell=break_off)
    assert Organisation.objects.count() == 1


def test_the_british_file_comes_in_english_and_without_gminas(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "id,name,description,type,address,postcode,lon,lat,website,accessibility\n"
        'uk-1,Art Gallery,Fine,museum,"1 High St, Aberdeen,AB10",AB10 1FQ,-2.1,57.1,www.aagm.co.uk,\n'
        "uk-2,No Where,,library,,,,,,\n"
        "uk-3,Odd,,castle,,,,,,\n"
    )
    told = run(capsys, written(tmp_path, text), "--map", "culture_grid")
    assert "2 new, 0 changed, 0 same, 0 ours, 0 doubtful, 1 wrong" in told
    gallery = Organisation.objects.get(source_key="grid:uk-1")
    assert (gallery.lang, gallery.website) == ("en", "https://www.aagm.co.uk")
    assert gallery.sites.get().locality == "Aberdeen"


def test_no_cell_is_a_formula(cast: Cast) -> None:
    for text in ("=1+1", "+48 12", "-x", "@a", "\tx"):
        assert safe_cell(text) == f"'{text}"
    assert [safe_cell(v) for v in (-2.5, "19.1", "a=b", None)] == ["-2.5", "19.1", "a=b", ""]
    Organisation.objects.filter(pk=cast.house.pk).update(name='=HYPERLINK("x")', phone="+48 12 000")
    row = next(csv.DictReader(io.StringIO("".join(csv_lines(VISITOR, Filters())))))
    assert row["name"] == '\'=HYPERLINK("x")'
    assert row["phone"] == "'+48 12 000"


def test_an_export_comes_back_as_it_went(
    cast: Cast, region: None, house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = house(
        "=Biblioteka; z „cudzysłowem”, i\nlinią".replace("\n", " "), toaleta="yes", pjm="no"
    )
    other.practices.add(PracticeArea.objects.get(code="teatr"))
    house("Schowana", hidden=True)
    path = tmp_path / "out.csv"
    call_command("export_organisations", str(path))
    assert "2 organisations written" in capsys.readouterr().out
    before = as_dicts(list(Organisation.objects.filter(hidden=False).order_by("pk")))
    told = run(capsys, str(path))
    assert "0 new, 0 changed, 1 same, 1 ours" in told
    Organisation.objects.filter(hidden=False).delete()
    assert "2 new" in run(capsys, str(path))
    after = as_dicts(list(Organisation.objects.filter(hidden=False).order_by("pk")))
    volatile = {"id", "source", "created_at", "updated_at", "confirmed_at", "version"}
    assert [{k: v for k, v in o.items() if k not in volatile} for o in before] == [
        {k: v for k, v in o.items() if k not in volatile} for o in after
    ]
    with pytest.raises(CommandError):
        call_command("export_organisations", str(tmp_path / "no" / "where.csv"))


def test_open_data_follows_the_filters_and_hides_what_is_hidden(cast: Cast, house: House) -> None:
    museum = house("Muzeum", kind="muzeum")
    secret = house("Bez adresu", kind="muzeum")
    Site.objects.filter(organisation=secret).update(precision="hidden", street="Tajna")
    house("Schowane", kind="muzeum", hidden=True)
    filters = Filters.from_query(QueryDict("kind=muzeum"))
    collection = json.loads("".join(geojson_pieces(VISITOR, filters)))
    points = {f["properties"]["name"]: f["geometry"] for f in collection["features"]}
    assert points == {
        "Muzeum": {"type": "Point", "coordinates": [19.83, 49.98]}, "Bez adresu": None,
    }  # fmt: skip
    text = "".join(csv_lines(VISITOR, filters))
    assert text.splitlines()[0].split(",") == list(COLUMNS)
    assert "Tajna" not in text
    assert "Schowane" not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["Muzeum", "Bez adresu"]
    assert rows[0]["url"].endswith(museum.get_absolute_url())
    assert (
        json.loads("".join(geojson_pieces(VISITOR, Filters.from_query(QueryDict("q=nikt")))))[
            "features"
        ]
        == []
    )


def test_integrity_finds_and_mends(cast: Cast) -> None:
    def found(fix: bool = False) -> list[str]:
        return [
            s for name in sorted(checks) if name.startswith("directory.") for s in checks[name](fix)
        ]

    assert found() == []
    Organisation.objects.filter(pk=cast.house.pk).update(
        sort_name="x", picture="", description="*a*", html="b"
    )
    site = Site.objects.get(organisation=cast.house)
    AccessFact.objects.create(site=site, attribute="basen", value="yes")
    Site.objects.filter(pk=site.pk).update(position=3)
    assert len(found()) == 4
    found(fix=True)
    assert found() == []
    assert Organisation.objects.get(pk=cast.house.pk).html == "<p><em>a</em></p>\n"
