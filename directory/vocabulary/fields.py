"""What may be written about an organisation: one place that judges it, for forms, API and imports."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from directory import sight
from directory.hours import judging
from directory.models import OrganisationKind, Site
from directory.vocabulary import identity, networks, reaching, registers, standings
from kernel.fields import judged, one_of
from kernel.gate import NAME_LIMIT, POST_LIMIT, BadText, clean_text, required_text
from kernel.refusals import Invalid
from taxonomy.former import current_practices
from taxonomy.models import Audience, Format, PracticeArea, Region, Word
from taxonomy.words import unknown_codes

SUMMARY_LIMIT, PHONE_LIMIT, EMAIL_LIMIT, WEBSITE_LIMIT = 300, 60, 254, reaching.ADDRESS_LIMIT
LANGUAGES_LIMIT = 12
TEXT_FIELDS = ("summary_en", "description_en", "easy")
ORGANISATION_FIELDS = (
    "name", "kind", "summary", "description", "lang", *TEXT_FIELDS, "phone", "email", "website", "languages",
    "shown_to", *reaching.FIELDS, *identity.FIELDS, *registers.NUMBERS,
)  # fmt: skip
WORD_FIELDS = ("practices", "audiences", "formats")
SITE_FIELDS = (
    "site_name", "street", "number", "postcode", "locality", "gmina", "lon", "lat", "precision",
    "site_phone", "transport", "building", "area", "hours_note",
)  # fmt: skip
_SITE_LIMITS = {
    "site_name": 120, "street": 120, "number": 20, "postcode": 10, "locality": 80, "transport": 300,
    "building": 200, "hours_note": 300,
}  # fmt: skip


def clean_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are given, fit to be kept; others are left out.

    `practices`, `audiences`, `formats`: lists of codes; `languages`: list of two- or three-letter codes;
    `gmina`: a Region, its id, its code or None; `lon`, `lat`: degrees or None, both or none; `founded`: a
    year; `shown_to`: circles of Contact.Shown for phone and email; `networks`: a list of
    directory.vocabulary.networks.GivenPlace. Raises Invalid with sentences by field.
    """
    clean, errors = judged(raw, _JUDGES)
    if ("lon" in clean or "lat" in clean) and (clean.get("lon") is None) != (
        clean.get("lat") is None
    ):
        errors["lon"] = [_("Give both, longitude and latitude, or neither.")]
    if errors:
        raise Invalid(errors)
    return clean


def _line(limit: int) -> Callable[[Any], str]:
    return lambda raw: clean_text("" if raw is None else raw, limit=limit, lines=False)


def _text(raw: Any) -> str:
    return clean_text("" if raw is None else raw, limit=POST_LIMIT)


def _area(raw: Any) -> int | None:
    """Square metres, as people write them: "420", "420 m2", "1 200,5"."""
    text = _line(20)(raw if isinstance(raw, str) or raw is None else str(raw))
    bare = re.sub(r"\s|m2$|m²$", "", text.lower().replace(",", "."))
    if not bare:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", bare) or not float(bare):
        raise ValueError(_("Write the floor in square metres, such as 420."))
    return max(1, round(float(bare)))


def _name(raw: Any) -> str:
    name = " ".join(required_text(raw, limit=NAME_LIMIT, lines=False, name=True).split())
    if not any(letter.isalnum() for letter in name):
        raise BadText(_("A name has letters in it."))
    return name


def clean_email(raw: Any) -> str:
    email = _line(EMAIL_LIMIT)(raw)
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise ValueError(_("This is not an e-mail address, such as biuro@example.org.")) from None
    return email


def clean_phone(raw: Any) -> str:
    phone = _line(PHONE_LIMIT)(raw)
    if phone and not any(letter.isdigit() for letter in phone):
        raise ValueError(_("A telephone number has figures in it."))
    return phone


def _languages(raw: Any) -> list[str]:
    if not isinstance(raw, list | tuple):
        raise ValueError(_("Give a list of language codes, such as pl, uk, en."))
    codes = list(dict.fromkeys(str(code).strip().lower() for code in raw))
    if len(codes) > LANGUAGES_LIMIT or any(not re.fullmatch(r"[a-z]{2,3}", code) for code in codes):
        raise ValueError(_("Give language codes of two or three letters, such as pl, uk, en."))
    return codes


def words_of(model: type[Word]) -> Callable[[Any], list[str]]:
    def judge(raw: Any) -> list[str]:
        if not isinstance(raw, list | tuple) or any(not isinstance(code, str) for code in raw):
            raise ValueError(_("Choose from the list."))
        codes = list(dict.fromkeys(raw))
        if model is PracticeArea and unknown_codes(model, codes[:200]):
            codes = current_practices(codes)
        unknown = unknown_codes(model, codes[:200]) or codes[200:]
        if unknown:
            raise ValueError(_("We do not know “%(code)s”.") % {"code": unknown[0][:60]})
        return codes

    return judge


def gmina_of(raw: Any) -> Region | None:
    if raw in (None, ""):
        return None
    gminas = Region.objects.filter(level=Region.Level.GMINA).defer("outline", "mesh")
    if isinstance(raw, Region):
        found: Region | None = raw if raw.level == Region.Level.GMINA else None
    elif isinstance(raw, int):
        found = gminas.filter(pk=raw).first() if 0 < raw < 2**63 else None
    else:
        found = gminas.filter(code=str(raw)[:20].replace("\0", "")).first()
    if found is None:
        raise ValueError(_("Choose a gmina from the list."))
    return found


def _degrees(most: float) -> Callable[[Any], float | None]:
    def judge(raw: Any) -> float | None:
        if raw in (None, ""):
            return None
        try:
            number = float(str(raw)[:40].replace(",", "."))
        except ValueError:
            raise ValueError(_("Write degrees with a point, such as 19.9372.")) from None
        if not math.isfinite(number) or abs(number) > most:
            raise ValueError(_("There is no such place on Earth."))
        return number

    return judge


_JUDGES: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "kind": one_of(OrganisationKind.values),
    "summary": _line(SUMMARY_LIMIT),
    "description": _text,
    "lang": one_of(["pl", "en"]),
    "summary_en": _line(SUMMARY_LIMIT),
    "description_en": _text,
    "easy": _text,
    "phone": clean_phone,
    "email": clean_email,
    "website": reaching.address,
    "languages": _languages,
    "shown_to": sight.judge_shown_to,
    **reaching.JUDGES,
    **identity.JUDGES,
    **registers.JUDGES,
    "networks": networks.judge,
    "standings": standings.judge,
    "practices": words_of(PracticeArea),
    "audiences": words_of(Audience),
    "formats": words_of(Format),
    **{name: _line(limit) for name, limit in _SITE_LIMITS.items()},
    "site_phone": clean_phone,
    **judging.JUDGES,
    "area": _area,
    "gmina": gmina_of,
    "lon": _degrees(180),
    "lat": _degrees(90),
    "precision": one_of(Site.Precision.values),
}
