"""Numbers by which Polish registers know an organisation; each is judged as its register makes it.

NIP: ten digits, the last is the sum of the others times 6 5 7 2 3 4 5 6 7, modulo 11; no number is given
out whose sum leaves 10. REGON: nine digits with 8 9 2 3 4 5 6 7, or fourteen (a branch: its house's nine
first) with 2 4 8 5 0 9 7 3 6 1 2 4 8; what leaves 10 ends with 0. (Ministry of Finance; Statistics Poland,
regulation of 2015 on the REGON register.) KRS: ten digits without a check. RIK, the register of cultural
institutions, is kept by each organiser in its own way: a line of text. ISIL (ISO 15511) knows libraries,
museums and archives by two letters of the country, a hyphen and at most eleven signs.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kernel.gate import clean_text

RIK_LIMIT = 40
_NIP = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_REGON_9 = (8, 9, 2, 3, 4, 5, 6, 7)
_REGON_14 = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
NUMBERS = ("nip", "regon", "krs", "rik", "isil", "wikidata")


def _rest(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def _digits(raw: Any) -> str:
    """The figures that people group by blanks and hyphens. Raises ValueError for anything else."""
    text = clean_text("" if raw is None else raw, limit=40, lines=False)
    bare = re.sub(r"[\s-]", "", text.removeprefix("PL"))
    if not re.fullmatch("[0-9]*", bare):
        raise ValueError(_("Only figures belong here."))
    return bare


def nip(raw: Any) -> str:
    digits = _digits(raw)
    if digits and (len(digits) != 10 or _rest(digits, _NIP) != int(digits[9])):
        raise ValueError(_("This is not a NIP: check its ten figures."))
    return digits


def regon(raw: Any) -> str:
    digits = _digits(raw)
    if not digits:
        return ""
    whole = len(digits) in (9, 14) and _rest(digits, _REGON_9) % 10 == int(digits[8])
    if whole and len(digits) == 14:
        whole = _rest(digits, _REGON_14) % 10 == int(digits[13])
    if not whole:
        raise ValueError(_("This is not a REGON: check its nine or fourteen figures."))
    return digits


def krs(raw: Any) -> str:
    digits = _digits(raw)
    if len(digits) > 10 or (digits and not int(digits)):
        raise ValueError(_("This is not a KRS number: check its ten figures."))
    return digits.zfill(10) if digits else ""  # people leave the zeros out


def rik(raw: Any) -> str:
    return clean_text("" if raw is None else raw, limit=RIK_LIMIT, lines=False)


def isil(raw: Any) -> str:
    """The sign of a library: its country, a hyphen, what the country's agency has given it."""
    text = clean_text("" if raw is None else raw, limit=40, lines=False).replace(" ", "").upper()
    if text and not re.fullmatch(r"[A-Z]{2}-[A-Z0-9/:-]{1,11}", text):
        raise ValueError(_("This is not an ISIL, such as PL-100001."))
    return text


def wikidata(raw: Any) -> str:
    """The number of its entry; its address there is taken too."""
    text = clean_text("" if raw is None else raw, limit=100, lines=False)
    number = text.rstrip("/").rpartition("/")[2].upper()
    if number and not re.fullmatch(r"Q[1-9][0-9]{0,14}", number):
        raise ValueError(_("This is not a number of Wikidata, such as Q1234."))
    return number


JUDGES: Mapping[str, Callable[[Any], str]] = {
    "nip": nip, "regon": regon, "krs": krs, "rik": rik, "isil": isil, "wikidata": wikidata,
}  # fmt: skip
LABELS = {name: name.upper() for name in NUMBERS} | {"wikidata": "Wikidata"}


def known(organisation: Any) -> list[tuple[str, str]]:
    """The numbers that are there: (register, number)."""
    numbers = [(LABELS[name], getattr(organisation, name)) for name in NUMBERS]
    return [(name, number) for name, number in numbers if number]


def shown(organisation: Any) -> list[tuple[str, str]]:
    """The same as people write them."""
    return [(name, _grouped(name, number)) for name, number in known(organisation)]


def _grouped(name: str, number: str) -> str:
    if name == "NIP":
        return f"{number[:3]}-{number[3:6]}-{number[6:8]}-{number[8:]}"
    return number
