"""What somebody wrote, without what they answered and without their signature.

A line that begins the quotation ends the words; marked lines at the end go as well. Lines with ">"
between one's own words stay: whoever answers point by point wants them there.
"""

import re

_WROTE = re.compile(
    r"""^\s*(?:>\s*)?(?:
        On\b.{4,200}\bwrote:\s*$ |
        (?:W\s+dniu|Dnia)\b.{4,200}(?:napisał(?:\(a\)|a)?|pisze|napisał/a)\s*:\s*$ |
        (?:pon|wt|śr|czw|pt|sob|niedz|nd)\.?,?\s+\d.{4,200}(?:napisał(?:\(a\)|a)?|pisze)\s*:\s*$ |
        -{2,}\s*(?:Original\s+Message|Oryginalna\s+wiadomość|Wiadomość\s+oryginalna|Forwarded\s+message|
            Wiadomość\s+przekazana|Treść\s+oryginalnej\s+wiadomości)\s*-{2,}\s*$ |
        _{20,}\s*$
    )""",
    re.X | re.I,
)
_NAMED = re.compile(
    r"^\s*.{0,120}<[^<>\s]+@[^<>\s]+>\s*(?:napisał(?:\(a\)|a)?|pisze|wrote)\s*:\s*$", re.I
)
"""The same without a day; read in one line only, since anything may stand before the name."""
_HEADER = re.compile(r"^\s*\*?(?:From|Od|Nadawca)\s*:\*?\s+\S", re.I)
_HEADER_AFTER = re.compile(r"^\s*\*?(?:Sent|Date|To|Subject|Wysłano|Data|Do|Temat)\s*:", re.I)
_SIGNATURE = re.compile(
    r"""^\s*(?:--\s?|
        (?:Wysłan[eo]|Wiadomość\s+wysłana)\s+(?:z|ze|za\s+pomocą|przez)\b.{1,80} |
        Sent\s+from\s+(?:my\b|Mail\b|Outlook\b|Yahoo\b|Proton).{0,60} |
        (?:Pobierz|Get)\s+Outlook\b.{0,60} |
        Sent\s+with\s+.{1,40}
    )\s*$""",
    re.X | re.I,
)
_CLOSE = 12
"""Lines of a signature at most: a lone "--" further up is the writer's own."""


def own_words(text: str) -> str:
    """ "" where there is nothing but a quotation."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at, after = _quotation(lines)
    if any(line.strip() for line in lines[:at]) or after is None:
        lines = lines[:at]
    else:
        lines = _answers_below(lines[after:])
    while lines and (not lines[-1].strip() or _marked(lines[-1])):
        lines.pop()
    return "\n".join(lines[: _signature(lines)]).strip()


def _marked(line: str) -> bool:
    return line.lstrip().startswith(">")


def _quotation(lines: list[str]) -> tuple[int, int | None]:
    """The line at which it begins, and the first of what is quoted; (all lines, None) without one."""
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        # Programs break the line after so many letters: two and three are read as one, too.
        for taken in (1, 2, 3):
            joined = " ".join(part.strip() for part in lines[at : at + taken])
            named = taken == 1 and _NAMED.match(joined[:400])
            if named or _WROTE.match(joined[:400]):
                return at, at + taken
            if not "".join(lines[at + taken : at + taken + 1]).strip():
                break  # an empty line ends it
        if _HEADER.match(line):
            below = lines[at + 1 : at + 5]
            if sum(bool(_HEADER_AFTER.match(one)) for one in below) >= 2:
                return at, at + 1
    return len(lines), None


def _answers_below(lines: list[str]) -> list[str]:
    """What was written under a quotation, or between its parts; nothing where none is marked."""
    if not any(_marked(line) for line in lines):
        return []
    words = [at for at, line in enumerate(lines) if line.strip() and not _marked(line)]
    again = any(_marked(line) for line in lines[words[0] :]) if words else False
    # One quotation on top of the words is the letter that is answered; several are answered in turn.
    return lines if again else lines[words[0] :] if words else []


def _signature(lines: list[str]) -> int:
    for at in range(max(0, len(lines) - _CLOSE), len(lines)):
        if _SIGNATURE.match(lines[at]):
            return at
    return len(lines)
