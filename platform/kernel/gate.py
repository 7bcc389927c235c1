"""The one gate for input. Forms, query strings, JSON and socket frames all pass here.

Text comes out in NFC, with `\\n` line ends, without NUL, lone surrogates or control characters, and
within its length: the length is judged before anything else reads the text.
"""

import json
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kernel.refusals import Invalid, TooLarge

POST_LIMIT = 32_000
"""Characters of a post, a note or a description."""
NAME_LIMIT = 200
"""Characters of a title or a name."""
LARGEST_ID = 2**63 - 1
BODY_LIMIT = 256 * 1024
"""Bytes of a JSON body."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Marks that reorder or hide letters: allowed in running text (Hebrew, Arabic), never in a name.
_DISGUISES = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Blanks that Unicode counts among the letters, signs and marks: fillers of Hangul and Khmer, the empty pattern of
# Braille, and selectors that only say how the sign before them looks.
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class BadText(ValueError):
    """The text cannot be taken; the message says why, for the person who wrote it."""


def clean_text(raw: object, *, limit: int, lines: bool = True, name: bool = False) -> str:
    """The text as it may be kept. `lines`: line breaks allowed; `name`: no disguising marks.

    Raises BadText. An empty text is not an error here: that depends on the field. One that shows nothing
    is empty.
    """
    if not isinstance(raw, str):
        raise BadText(_("This must be text."))
    if len(raw) > limit:
        raise BadText(
            _("This is too long: it has %(length)s characters, %(limit)s fit.")
            % {"length": len(raw), "limit": limit}
        )
    if _SURROGATES.search(raw):
        raise BadText(_("This has half a character in it. Type it again."))
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROLS.search(text) or (not lines and re.search("[\n\t]", text)):
        raise BadText(_("This has a control character in it. Remove it and try again."))
    if name and _DISGUISES.search(text):
        raise BadText(_("This has an invisible character in it. Remove it and try again."))
    if len(text) > limit:
        raise BadText(_("This is too long."))
    if not shows(text):
        return ""
    return text.strip() if not lines else text.strip("\n").rstrip()


def shows(text: str) -> bool:
    """Whether anybody sees something of this text: it is not all spaces, marks without width and fillers."""
    return any(
        unicodedata.category(sign) not in _UNSEEN and not _BLANKS.match(sign) for sign in text
    )


_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


def required_text(raw: object, *, limit: int, lines: bool = True, name: bool = False) -> str:
    """Like `clean_text`, and not empty."""
    text = clean_text(raw, limit=limit, lines=lines, name=name)
    if not text.strip():
        raise BadText(_("Write something here."))
    return text


def whole_number(raw: object, *, least: int = 0, most: int = LARGEST_ID) -> int | None:
    """A whole number within the bounds, or None when it is not one."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw if least <= raw <= most else None
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,19}", raw):
        number = int(raw)
        return number if least <= number <= most else None
    return None


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def read_json(body: bytes, *, limit: int = BODY_LIMIT) -> Any:
    """The JSON value of a body. Raises TooLarge, or Invalid under the name "body"."""
    if len(body) > limit:
        raise TooLarge()
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Invalid({"body": [_("This is not valid JSON.")]}) from error


class GateCharField(forms.CharField):
    """A form's text field that passes the gate. `lines=False` for one-line fields."""

    def __init__(
        self, *, limit: int, lines: bool = True, name: bool = False, **options: Any
    ) -> None:
        self.limit, self.lines, self.name = limit, lines, name
        if lines:
            options.setdefault("widget", forms.Textarea)
        super().__init__(**options)
        self.widget.attrs.setdefault("maxlength", str(limit))

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return self.empty_value
        try:
            return clean_text(value, limit=self.limit, lines=self.lines, name=self.name)
        except BadText as error:
            raise ValidationError(str(error), code="gate") from error
