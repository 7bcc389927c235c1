"""How an organisation is reached beside telephone and e-mail, and where it declares how accessible it is."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Preferred
from kernel.gate import clean_text

FIELDS = ("bip", "e_delivery", "preferred", "declaration", "declared_on")
ADDRESS_LIMIT = 300
_page = URLValidator(schemes=["http", "https"])


def address(raw: Any) -> str:
    """The address of a page; without a scheme it is taken for https. Raises ValueError."""
    text = clean_text("" if raw is None else raw, limit=ADDRESS_LIMIT, lines=False)
    if text and not re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        if text:
            _page(text)
    except ValidationError:
        raise ValueError(
            _("This is not the address of a page, such as https://example.org.")
        ) from None
    if len(text) > ADDRESS_LIMIT:
        raise ValueError(_("This is too long."))
    return text


def e_delivery(raw: Any) -> str:
    """AE:PL-, five figures twice, five letters, two figures, hyphens between them."""
    text = clean_text("" if raw is None else raw, limit=60, lines=False).upper().replace(" ", "")
    text = re.sub("[\u2010-\u2015]", "-", text)
    if text.startswith("PL-"):
        text = f"AE:{text}"
    if text and not re.fullmatch(r"AE:PL-[0-9]{5}-[0-9]{5}-[A-Z]{5}-[0-9]{2}", text):
        raise ValueError(
            _("This is not an e-Doręczenia address, such as AE:PL-12345-67890-ABCDE-12.")
        )
    return text


def preferred(raw: Any) -> str:
    if raw in (None, ""):
        return ""
    if raw not in Preferred.values:
        raise ValueError(_("Choose one from the list."))
    return str(raw)


def day(raw: Any, *, ahead: bool = False) -> date | None:
    """A date, or None for none; `ahead`: whether it may be in the future. Raises ValueError."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    found = raw if type(raw) is date else _read(raw)
    if found is None or found.year < 1900:
        raise ValueError(_("Write a day, such as 2026-05-31."))
    if not ahead and found > timezone.localdate():
        raise ValueError(_("This day has not come yet."))
    return found


def _read(raw: Any) -> date | None:
    text = raw.strip() if isinstance(raw, str) else ""
    by_day = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
    if by_day:
        text = f"{by_day[3]}-{by_day[2]:0>2}-{by_day[1]:0>2}"
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9-]{10}", text) else None
    except ValueError:
        return None


JUDGES: Mapping[str, Callable[[Any], Any]] = {
    "bip": address,
    "e_delivery": e_delivery,
    "preferred": preferred,
    "declaration": address,
    "declared_on": day,
}
