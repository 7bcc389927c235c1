"""What somebody wrote, without what they answered and without their signature.

A line that begins the quotation ends the words, unless they go on between or under lines with ">":
whoever answers point by point wants those there. Marked lines at the end go as well.
"""

import re

from kernel.letter_addresses import without_codes
from notifications.inbound.quotations import marked, quotation

_SIGNATURE = re.compile(
    r"""^\s*(?:--\s?|
        (?:Wysłan[eo]|Wiadomość\s+wysłana)\s+(?:z|ze|za\s+pomocą|przez)\b.{1,80} |
        Sent\s+from\s+(?:my\b|Mail\b|Outlook\b|Yahoo\b|Proton).{0,60} |
        (?:Pobierz(?:\s+aplikację)?|Get|Отримати|Завантажити)\s+Outlook\b.{0,60} |
        (?:Надіслано|Отправлено|Відправлено)\s+(?:з|із|с|со|за\s+допомогою)\s.{1,60} |
        Sent\s+with\s+.{1,40}
    )\s*$""",
    re.X | re.I,
)
_CLOSE = 12
"""Lines of a signature at most: a lone "--" further up is the writer's own."""
_FULL = 66
"""Characters of a quoted line after which a program may have broken it and marked only its first half."""


def own_words(text: str) -> str:
    """ "" where there is nothing but a quotation."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at, after = quotation(lines)
    above = lines[:at]
    if after is not None and not any(line.strip() for line in above):
        lines = _answers_below(lines[after:])
    elif after is not None:
        while not above[-1].strip():
            above.pop()
        lines = [*above, "", *_answers_below(lines[after:])]
    while True:
        while lines and (not lines[-1].strip() or marked(lines[-1])):
            lines.pop()
        signed = _signature(lines)
        if signed == len(lines):
            return without_codes("\n".join(lines)).strip()
        lines = lines[:signed]


def _answers_below(lines: list[str]) -> list[str]:
    """What was written under a quotation, or between its parts; nothing where none is marked."""
    words = _words(lines)
    if words and _SIGNATURE.match(lines[words[0]]):
        return []
    again = any(marked(line) for line in lines[words[0] :]) if words else False
    # One quotation on top of the words is the letter that is answered; several are answered in turn.
    return lines if again else lines[words[0] :] if words else []


def _words(lines: list[str]) -> list[int]:
    """Where words of one's own stand among quoted lines: after the first of those, and no rest of one
    that was broken."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None or not marked(lines[first]):
        return []
    found: list[int] = []
    for at, line in enumerate(lines):
        if line.strip() and not marked(line) and not _rest(lines, at):
            found.append(at)
    return found


def _rest(lines: list[str], at: int) -> bool:
    return at > 0 and marked(lines[at - 1]) and len(lines[at - 1]) >= _FULL


def _signature(lines: list[str]) -> int:
    for at in range(max(0, len(lines) - _CLOSE), len(lines)):
        if _SIGNATURE.match(lines[at]):
            return at
    return len(lines)
