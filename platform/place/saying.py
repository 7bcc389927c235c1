"""All that an administrator can say of the place, each with what holds while nobody has said it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from kernel.gate import clean_text, required_text

IDENTITY, CONTACTS, ACCESSIBILITY, DEFENCE = "identity", "contacts", "accessibility", "defence"
STATUSES = ("full", "partly", "no")
BASES = ("self", "audit")
WHEN = ("attack", "always", "never")
"""When who joins is asked for a proof of work."""
Judge = Callable[[Any], Any]


def _words(limit: int, *, lines: bool = False) -> Judge:
    return lambda raw: clean_text(raw, limit=limit, lines=lines)


def _name(raw: Any) -> str:
    return required_text(raw, limit=40, lines=False, name=True)


def _mail(raw: Any) -> str:
    address = clean_text(raw, limit=254, lines=False, name=True)
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
    return address


def _link(raw: Any) -> str:
    address = clean_text(raw, limit=500, lines=False, name=True)
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
    return address


def _needed_mail(raw: Any) -> str:
    required_text(raw, limit=254)
    return _mail(raw)


def _day(raw: Any) -> str:
    try:
        return date.fromisoformat(raw).isoformat()
    except (TypeError, ValueError):
        raise ValueError(_("Write a day as year, month and day.")) from None


def _day_or_none(raw: Any) -> str:
    return _day(raw) if raw else ""


def _one_of(choices: tuple[str, ...]) -> Judge:
    def judge(raw: Any) -> str:
        if raw not in choices:
            raise ValueError(_("Choose one from the list."))
        return str(raw)

    return judge


def _number(least: int, most: int) -> Judge:
    def judge(raw: Any) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
            raise ValueError(
                _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            )
        return raw

    return judge


@dataclass(frozen=True)
class Said:
    """One thing that can be said: where, how it is judged, and what holds otherwise."""

    section: str
    judge: Judge
    otherwise: Callable[[], Any]


def _nothing() -> str:
    return ""


def _operator(name: str) -> Callable[[], Any]:
    def read() -> Any:
        value = settings.OPERATOR[name]
        return value.isoformat() if isinstance(value, date) else value

    return read


SAYINGS: Mapping[str, Said] = {
    "name": Said(IDENTITY, _name, lambda: settings.SITE_NAME),
    "lead_pl": Said(IDENTITY, _words(200), _nothing),
    "lead_en": Said(IDENTITY, _words(200), _nothing),
    "operator": Said(IDENTITY, _words(200), _operator("name")),
    "address": Said(IDENTITY, _words(300), _operator("address")),
    "email": Said(CONTACTS, _needed_mail, lambda: settings.CONTACT_EMAIL),
    "phone": Said(CONTACTS, _words(40), _nothing),
    "authorities_email": Said(CONTACTS, _mail, _nothing),
    "authorities_languages": Said(CONTACTS, _words(100), _nothing),
    "data_protection_email": Said(CONTACTS, _mail, _operator("data_protection_email")),
    "access_person": Said(ACCESSIBILITY, _words(100), _operator("accessibility_person")),
    "access_email": Said(ACCESSIBILITY, _mail, _operator("accessibility_email")),
    "access_phone": Said(ACCESSIBILITY, _words(40), _operator("accessibility_phone")),
    "access_status": Said(ACCESSIBILITY, _one_of(STATUSES), _operator("accessibility_status")),
    "access_basis": Said(ACCESSIBILITY, _one_of(BASES), lambda: "self"),
    "access_burden": Said(ACCESSIBILITY, _link, _nothing),
    "access_auditor": Said(ACCESSIBILITY, _words(200), _nothing),
    "site_published": Said(ACCESSIBILITY, _day, _operator("site_published")),
    "site_updated": Said(ACCESSIBILITY, _day, _operator("site_updated")),
    "statement_prepared": Said(ACCESSIBILITY, _day, _operator("statement_prepared")),
    "statement_reviewed": Said(ACCESSIBILITY, _day_or_none, _nothing),
    "gaps_pl": Said(ACCESSIBILITY, _words(3_000, lines=True), _nothing),
    "gaps_en": Said(ACCESSIBILITY, _words(3_000, lines=True), _nothing),
    "exempt_pl": Said(ACCESSIBILITY, _words(2_000, lines=True), _nothing),
    "exempt_en": Said(ACCESSIBILITY, _words(2_000, lines=True), _nothing),
    "building_pl": Said(ACCESSIBILITY, _words(3_000, lines=True), _operator("building_access")),
    "building_en": Said(ACCESSIBILITY, _words(3_000, lines=True), _operator("building_access")),
    "proof": Said(DEFENCE, _one_of(WHEN), lambda: "attack"),
    "joins_an_hour": Said(DEFENCE, _number(1, 10_000), lambda: 30),
    "flags_hide": Said(DEFENCE, _number(0, 100), lambda: 6),
}
LOGO = "logo"
"""The mark of the logo among the values; it is set by an action of its own."""
SECTIONS = (IDENTITY, CONTACTS, ACCESSIBILITY, DEFENCE)
DAYS = ("site_published", "site_updated", "statement_prepared", "statement_reviewed")


def names_of(section: str) -> list[str]:
    return [name for name, said in SAYINGS.items() if said.section == section]
