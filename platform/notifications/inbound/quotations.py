"""Where a mail program began to quote: the line that says who wrote when, or the head of the old letter.

Words of one's own may look like either ("W dniu premiery dyrektorka napisała:"), and cutting them would
drop what somebody wrote. So a line must say more than its words: the address of whoever is quoted, the
minute of a day, or quoted lines below it.
"""

import re

from kernel.letter_addresses import has_code

LONGEST = 400
"""Characters of a line that are looked at."""
_WROTE = re.compile(
    r"""^\s*(?:>\s*)?(?:
        On\b.{4,300}\bwrote |
        (?:W\s+dniu|Dnia)\b.{4,300}(?:napisał(?:\(a\)|a|/a)?|pisze) |
        (?:pon|wt|śr|czw|pt|sob|niedz|nd)\.?,?\s+\d.{4,300}(?:napisał(?:\(a\)|a)?|pisze) |
        Wiadomość\s+napisana\s+przez\b.{4,300} |
        \W?\d.{4,300}(?:пише|пишет|написав(?:\(-?ла\)|ла)?|написал(?:\(а\)|а)?|pisze|napisał(?:\(a\)|a)?|wrote) |
        (?:пн|вт|ср|чт|пт|сб|нд|вс)\.?,?\s+\d.{4,300}(?:пише|пишет|написав|написал)\S{0,6}
    )\s*:\s*$""",
    re.X | re.I,
)
_DIVIDER = re.compile(
    r"""^\s*-{2,}\s*(?:Original\s+Message|Oryginalna\s+wiadomość|Wiadomość\s+oryginalna|Forwarded\s+message|
        Wiadomość\s+przekazana|Treść\s+oryginalnej\s+wiadomości|
        Оригінальне\s+повідомлення|Переслане\s+повідомлення)\s*-{2,}\s*$""",
    re.X | re.I,
)
_NAMED = re.compile(
    r"^\s*.{0,120}<[^<>\s]+@[^<>\s]+>\s*(?:napisał(?:\(a\)|a)?|pisze|wrote|пише)\s*:\s*$", re.I
)
"""The same without a day; read in one line only, since anything may stand before the name."""
_ADDRESS = re.compile(r"[^\s<>@\[\]:]@[^\s<>@]+\.\w")
_ANGLED = re.compile(r"<[^<>\s:]+@[^<>\s]+>")
_MINUTE = re.compile(r"(?<![\d.])\d{1,2}[:.]\d{2}(?![\d.]*\d)")
_YEAR = re.compile(r"\b20\d\d\b")
_RULE = re.compile(r"^\s*_{20,}\s*$")
_FROM = re.compile(r"^\s*\*?(?:From|Od|Nadawca|Від|От|Von)\s*:\*?\s+\S", re.I)
_BELOW = re.compile(
    r"""^\s*\*?(?:Sent|Date|To|Cc|Subject|Wysłan[oe]|Data|Do|DW|Temat|Надіслано|Дата|Кому|Копія|Тема|
        Отправлено|Gesendet|An|Betreff)\s*:""",
    re.X | re.I,
)
_SENT = re.compile(r"^\s*\*?(?:Sent|Wysłan[oe]|Надіслано|Отправлено|Gesendet)\s*:.*\d", re.I)
_ANY_HEADER = re.compile(r"^[\s*]*\w[\w -]{0,20}:")


def marked(line: str) -> bool:
    return line.lstrip().startswith(">")


def quotation(lines: list[str]) -> tuple[int, int | None]:
    """The line at which it begins, and the first of what is quoted; (all lines, None) without one."""
    for at, line in enumerate(lines):
        if line.strip() and (taken := _introduces(lines, at)):
            return at, at + taken
    return len(lines), None


def _introduces(lines: list[str], at: int) -> int:
    """How many lines from here on introduce a quotation; 0 where they are words of one's own."""
    if _DIVIDER.match(lines[at]) or _head(lines, at):
        return 1
    if _RULE.match(lines[at]):
        below = next((n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].strip()), at)
        return below - at + 1 if below > at and _head(lines, below, ruled=True) else 0
    # Programs break the line after so many letters: two and three are read as one, too.
    for taken in (1, 2, 3):
        joined = " ".join(part.strip() for part in lines[at : at + taken])[:LONGEST]
        if _says_who_wrote(joined, taken, lines, at):
            return taken
        if not "".join(lines[at + taken : at + taken + 1]).strip():
            return 0  # an empty line ends it
    return 0


def _says_who_wrote(joined: str, taken: int, lines: list[str], at: int) -> bool:
    if taken == 1 and _NAMED.match(joined):
        return True
    if not joined.endswith((":", "：")) or (taken > 1 and not _broken(lines[at])):
        return False
    if has_code(joined) or (_ANGLED.search(joined) and _MINUTE.search(joined)):
        return True  # in whatever language
    if not _WROTE.match(joined):
        return False
    if _ADDRESS.search(joined) or (_MINUTE.search(joined) and _YEAR.search(joined)):
        return True
    rest = next((line for line in lines[at + taken :] if line.strip()), "")
    return marked(rest) or (not rest and bool(re.search(r"\d", joined)))


def _broken(line: str) -> bool:
    """Whether this may be the first half of such a line: it has the day, or ends where the address begins."""
    line = line.rstrip()
    if line.endswith("<"):
        return True
    return not line.endswith((".", "!", "?", "…")) and bool(re.search(r"\d", line))


def _head(lines: list[str], at: int, *, ruled: bool = False) -> bool:
    """Whether the head of the old letter stands here: from whom, and two more of its lines."""
    line, below = lines[at][:LONGEST], [one[:LONGEST] for one in lines[at + 1 : at + 6]]
    if has_code(line) and _ANY_HEADER.match(line):
        return sum(bool(_ANY_HEADER.match(one)) for one in below) >= 2
    if not _FROM.match(line) or sum(bool(_BELOW.match(one)) for one in below) < 2:
        return False
    whom = line if _BELOW.match(below[0]) else line + below[0]
    return ruled or bool(_ADDRESS.search(whom)) or any(_SENT.match(one) for one in below)
