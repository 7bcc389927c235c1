"""Opening hours as plain values: what people type, what files say, what a day is like."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import activate

from directory.hours import osm
from directory.hours.holidays import easter, holidays
from directory.hours.times import BadHours, Span, line
from directory.hours.timetable import Exceptional, Hours, Timetable, whole
from directory.hours.typed import read_day, read_day_of_year
from directory.hours.words import grouped
from directory.page.places import ZONE


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("9-17", "9–17"), ("9:00–13:00, 15:00–18:00", "9–13, 15–18"), ("od 9 do 17", "9–17"),
        ("9.30 - 17", "9:30–17:00"), ("900-1730", "9:00–17:30"), ("9am-5pm", "9–17"), ("20-2", "20–2"),
        ("8-12 oraz 13-15", "8–12, 13–15"), ("15-18 9-13", "9–13, 15–18"), ("0-24", "0–24"),
        ("całą dobę", "0–24"), ("24h", "0–24"), ("", ""), ("nieczynne", ""), ("CLOSED", ""), ("–", ""),
        ("godz. 10-12", "10–12"), ("20-24", "20–24"),
    ],
)  # fmt: skip
def test_what_people_type_is_understood_and_shown_again(text: str, again: str) -> None:
    assert line(read_day(text)) == again
    assert read_day(again) == read_day(text)


@pytest.mark.parametrize(
    "text",
    ["9", "9-", "-9", "9-25", "9:60-10", "9-13,12-15", "12-12", "17-9", "rano", "9-17 9", "9--17", "9-17;;",
     "1-2 3-4 5-6 7-8 9-10 11-12 13-14", "٩-١٧", "9-17-19", "13pm-2pm"],
)  # fmt: skip
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(BadHours):
        read_day(text)


def test_days_of_the_year() -> None:
    days = {
        "1.05": 501,
        "1 maja": 501,
        "30 IX": 930,
        "29.02": 229,
        "1 May": 501,
        "15 października": 1015,
    }
    assert {text: read_day_of_year(text) for text in days} == days
    for wrong in ("31.04", "30.02", "0.05", "5", "maja", "1.13", "1 x y", ""):
        with pytest.raises(BadHours):
            read_day_of_year(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-17:00; Sa 10:00-13:00", "24/7", "Mo,We-Fr 08:00-12:00,13:00-16:30; Su off",
        "May-Sep Mo-Su 10:00-18:00; Oct-Apr Tu-Su 10:00-16:00", "Fr,Sa 20:00-02:00", "We 10:00-26:00",
        'Mo-Fr 09:00-17:00; 2026 Dec 24-2027 Jan 01 off "Święta; wolne"; 2027 Jan 06 10:00-14:00',
        "Mo-Fr 09:00-17:00; Jul 01-Aug 31 Mo 10:00-12:00", "10:00-18:00", "",
    ],
)  # fmt: skip
def test_a_text_of_openstreetmap_comes_back_as_it_went(text: str) -> None:
    hours = osm.read(text)
    assert osm.read(osm.write(hours)) == hours
    assert osm.write(osm.read(osm.write(hours))) == osm.write(hours)


@pytest.mark.parametrize(
    "text",
    ["Mo-Fr 09:00-17:00; PH off", "Mo-Fr sunrise-sunset", "Mo-Fr 09:00-17:00+", "Mo[1] 10:00-12:00",
     "week 1-10 Mo 10:00-12:00", "Mo-Fr 9-17", "Mo-Fr 09:00-17:00 || by appointment", "May 32-Jun 01 10:00-12:00",
     "Jul-Aug Mo 10:00-12:00; Mo-Fr 09:00-17:00", '"open', "Mo 10:00-12:00; 2026 Feb 30 off", "x" * 5_000,
     "May-Sep 10:00-18:00; Sep-Oct 10:00-12:00", "2026 Dec 24 off; 2026 Dec 24 10:00-12:00"],
)  # fmt: skip
def test_what_is_not_wholly_understood_is_not_taken_by_half(text: str) -> None:
    with pytest.raises(BadHours):
        osm.read(text)


def test_a_season_changes_only_the_days_that_a_foreign_text_names() -> None:
    hours = osm.read("Mo-Sa 09:00-17:00; Jul 01-Aug 31 Sa off")
    assert hours.on(date(2026, 7, 4)) == ()
    assert hours.on(date(2026, 7, 6)) == (Span(540, 1020),)


def test_the_day_decides() -> None:
    week = Timetable(((Span(540, 1020),),) * 7)
    winter = Timetable(((),) * 5 + ((Span(600, 720),),) * 2, season=(1201, 229))
    closed = Exceptional(date(2027, 1, 2), date(2027, 1, 3))
    hours = whole([week, winter], [closed])
    assert hours.on(date(2026, 11, 30)) == (Span(540, 1020),)
    assert hours.on(date(2026, 12, 1)) == ()
    assert hours.on(date(2026, 12, 5)) == (Span(600, 720),)
    assert hours.on(date(2027, 1, 2)) == ()
    assert hours.on(date(2028, 2, 29)) == ()
    for wrong in ([week, week], [winter, replace(winter, season=(201, 301))]):
        with pytest.raises(BadHours):
            whole(wrong)


def test_the_clock_on_the_wall_counts_when_the_clocks_change() -> None:
    hours = Hours((Timetable(((Span(540, 1020),),) * 7),))
    begins, ends = hours.openings(date(2026, 3, 29), 1, ZONE)[-1]
    assert (begins.isoformat(), ends.isoformat()) == (
        "2026-03-29T09:00:00+02:00", "2026-03-29T17:00:00+02:00",
    )  # fmt: skip
    always = Hours((Timetable(((Span(0, 1440),),) * 7),))
    assert len(always.openings(date(2026, 3, 29), 7, ZONE)) == 1, "what touches is one"


def test_neighbours_that_are_alike_stand_together() -> None:
    day, short = (Span(540, 1020),), (Span(540, 780),)
    activate("en")
    assert grouped([day, day, short, day, day, (), ()]) == [
        ("Monday, Tuesday", "9–17"), ("Wednesday", "9–13"), ("Thursday, Friday", "9–17"),
        ("Saturday, Sunday", "closed"),
    ]  # fmt: skip
    assert grouped([day] * 7) == [("every day", "9–17")]
    activate("pl")
    assert grouped([day] * 5 + [()] * 2)[0] == ("poniedziałek–piątek", "9–17")


def test_public_holidays() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25),
    ]  # fmt: skip
    found = list(holidays(date(2026, 5, 1), date(2026, 6, 30)))
    assert found == [date(2026, 5, 1), date(2026, 5, 3), date(2026, 5, 24), date(2026, 6, 4)]
    assert list(holidays(date(2026, 12, 31), date(2027, 1, 1))) == [date(2027, 1, 1)]
