"""What a person types into one line: the hours of a day, or a day of the year."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from directory.hours.times import BadHours, Day, Span, day_of, span

LINE_LIMIT = 80
_CLOSED = frozenset(
    {"closed", "nieczynne", "nieczynny", "nieczynna", "zamknięte", "zamkniete", "brak", "nie", "no",
     "none", "off", "x", "0", "-", "–", "—"}
)  # fmt: skip
_ALWAYS = frozenset({"24h", "24 h", "24/7", "całą dobę", "cala dobe", "all day", "round the clock"})
_TIME = r"(\d{1,2})(?:[:.](\d{2})|(\d{2}))?\s*(?:h\b|r\.|([ap])\.?m\.?)?"
_RANGE = re.compile(
    rf"(?:od|from|godz\.?|g\.)?\s*{_TIME}\s*(?:-|–|—|−|do|to|till|until)\s*(?:godz\.?|g\.)?\s*{_TIME}",
    re.ASCII,
)
_BETWEEN = re.compile(r"\s*(?:[,;/+&]|\b(?:i|oraz|and)\b|\s)\s*")
_MONTHS: Mapping[str, int] = {
    start: number
    for number, starts in enumerate(
        (
            ("sty", "jan"), ("lut", "feb"), ("mar",), ("kwi", "apr"), ("maj", "may"), ("cze", "jun"),
            ("lip", "jul"), ("sie", "aug"), ("wrz", "sep"), ("paź", "paz", "oct"), ("lis", "nov"),
            ("gru", "dec"),
        ),
        start=1,
    )
    for start in starts
}  # fmt: skip
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_day(text: str) -> Day:
    """The hours of "9-17", "9:00–13:00, 15:00–18:00", "od 9 do 17"; none for "", "nieczynne", "closed".
    Raises BadHours."""
    words = " ".join(text.lower().split())
    if not words or words in _CLOSED:
        return ()
    if words in _ALWAYS:
        return (Span(0, 24 * 60),)
    spans: list[Span] = []
    place = 0
    while place < len(words):
        if spans:
            between = _BETWEEN.match(words, place)
            place = between.end() if between else place
        found = _RANGE.match(words, place)
        if not found:
            raise BadHours(
                _(
                    "“%(text)s” is not clear to us. Write for example 9-17 or 9:00-13:00, 15:00-18:00."
                )
                % {"text": text[:40]}
            )
        numbers = found.groups()
        spans.append(span(_minutes(*numbers[:4]), _minutes(*numbers[4:])))
        place = found.end()
    return day_of(spans)


def _minutes(hour: str, minute: str | None, glued: str | None, half: str | None) -> int:
    hours, minutes = int(hour), int(minute or glued or 0)
    wrong = f"{hour}:{minute or glued or '00'}"
    if half:
        if not 1 <= hours <= 12:
            raise BadHours(_("There is no such time as %(time)s.") % {"time": wrong})
        hours = hours % 12 + (12 if half == "p" else 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise BadHours(_("There is no such time as %(time)s.") % {"time": wrong})
    return hours * 60 + minutes


def read_day_of_year(text: str) -> int:
    """month * 100 + day of "1.05", "1 May", "1 maja", "1 V". Raises BadHours."""
    words = text.lower().strip().rstrip(".")
    found = re.fullmatch(r"(\d{1,2})[.\s/-]+(?:(\d{1,2})|([a-zźćńśż]+))", words)
    day, month = 0, 0
    if found:
        day = int(found[1])
        name = found[3] or ""
        month = int(found[2]) if found[2] else _MONTHS.get(name[:3], 0)
        if name in _ROMAN:
            month = _ROMAN.index(name) + 1
    if not (1 <= month <= 12 and 1 <= day <= MONTH_DAYS[month - 1]):
        raise BadHours(
            _("“%(text)s” is no day of the year. Write for example 1.05 or 1 May.")
            % {"text": text[:40]}
        )
    return month * 100 + day


def day_of_year(code: int) -> str:
    """As the form shows it again: 1.05."""
    return f"{code % 100}.{code // 100:02}"
