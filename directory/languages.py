"""The languages in which people can be spoken to."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: Mapping[str, str | Promise] = {
    "pl": _("Polish"),
    "en": _("English"),
    "uk": _("Ukrainian"),
    "pjm": _("Polish Sign Language"),
    "be": _("Belarusian"),
    "ru": _("Russian"),
    "sk": _("Slovak"),
    "de": _("German"),
    "fr": _("French"),
    "rom": _("Romani"),
    "rue": _("Lemko"),
}
"""Codes of two or three letters, as BCP 47 has them, but for "pjm". Other codes are kept as they are."""
