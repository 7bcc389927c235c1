"""The languages in which people can be spoken to."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: Mapping[str, str | Promise] = {
    "pl": _("Polish"),
    "en": _("English"),
    "uk": _("Ukrainian"),
    "pjm": _("Polish Sign Language"),
    "sjm": _("signed Polish"),
    "be": _("Belarusian"),
    "ru": _("Russian"),
    "sk": _("Slovak"),
    "cs": _("Czech"),
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "rom": _("Romani"),
    "rue": _("Lemko"),
}
"""Codes of two or three letters. Other codes are kept as they are."""

_ELSEWHERE = {"pjm": "pso", "sjm": "pl"}


def tag_of(code: str) -> str:
    """The code as the rest of the world has it (BCP 47): "pjm" is what people here say and look for."""
    return _ELSEWHERE.get(code, code)
