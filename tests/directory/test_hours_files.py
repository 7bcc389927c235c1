"""Opening hours in files: out and in again, and never by half."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from directory.finding.filters import Filters
from directory.finding.open_data import csv_lines
from directory.hours import osm
from directory.hours.stored import hours_of, write_hours
from directory.hours.timetable import OFFICE, QUIET, Exceptional, whole
from directory.models import Membership, OpeningException, OpeningPeriod, Organisation, Site
from tests.cast import Cast


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("import_organisations", *arguments)
    return capsys.readouterr().out


def test_hours_go_out_and_come_back(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Membership.objects.all().delete()
    today = timezone.localdate()
    site = Site.objects.get(organisation=cast.house)
    Site.objects.filter(pk=site.pk).update(hours_note="=Ring", phone="000 1", transport="Bus 7")
    site.refresh_from_db()
    weeks = osm.read(
        "Mo-Fr 09:00-17:00; Sa 20:00-02:00; May 01-Sep 30 Mo-Su 08:00-20:00"
    ).timetables
    soon = Exceptional(today + timedelta(days=2), today + timedelta(days=4), (), 'Note; "x", y')
    over = Exceptional(today - timedelta(days=9), today - timedelta(days=9), (), "over")
    hours = whole(
        [*weeks, *osm.read("Mo 10:00-12:00", OFFICE).timetables, *osm.read("Tu 09:00-10:00", QUIET).timetables],
        [over, soon], "=Ring",
    )  # fmt: skip
    write_hours(site, hours)
    assert hours_of([site])[site.pk] == hours
    text = "".join(csv_lines(AnonymousUser(), Filters()))
    path = tmp_path / "out.csv"
    path.write_text(text, encoding="utf-8")
    assert "0 new, 0 changed, 1 same" in run(capsys, str(path), "--map", "rynek")
    assert hours_of([Site.objects.get(pk=site.pk)])[site.pk].exceptions[0] == over, (
        "what is over stays"
    )
    Organisation.objects.all().delete()
    assert "1 new" in run(capsys, str(path), "--map", "rynek")
    fresh = Site.objects.get()
    assert (fresh.hours_note, fresh.phone, fresh.transport) == ("=Ring", "000 1", "Bus 7")
    back = hours_of([fresh])[fresh.pk]
    assert back.timetables == hours.timetables
    assert [e.first for e in back.exceptions] == [soon.first]
    path.write_text(text.replace("Mo-Fr 09:00", "Mo-Fr 08:00"), encoding="utf-8")
    assert "1 changed" in run(capsys, str(path), "--map", "rynek")
    assert OpeningPeriod.objects.filter(
        weekday=0, opens=480, season_from=None, kind="open"
    ).exists()
    assert "1 same" in run(capsys, str(path), "--map", "rynek")
    path.write_text(text.replace("Mo-Fr 09:00", "Mo-Fr 9 am"), encoding="utf-8")
    told = run(capsys, str(path), "--map", "rynek")
    assert "hours:" in told
    assert "1 wrong" in told


def test_a_tag_of_openstreetmap_is_taken_whole_or_not_at_all(
    cast: Cast, region: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = {
        "1": "Tu-Su 10:00-18:00",
        "2": "Tu-Su 10:00-18:00; PH off",
        "3": "",
        "4": "by appointment",
    }
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [19.8 + int(key) / 10, 50.0]},
         "properties": {"osm_id": key, "name": f"Muzeum numer {key}", "teryt": "120611", "opening_hours": tag}}
        for key, tag in tags.items()
    ]  # fmt: skip
    path = tmp_path / "museums.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    assert "4 new" in run(capsys, str(path), "--map", "osm")
    keys = OpeningPeriod.objects.values_list("site__organisation__source_key", flat=True)
    assert set(keys) == {"osm:1"}
    assert "4 same" in run(capsys, str(path), "--map", "osm")
    assert not OpeningException.objects.exists()
