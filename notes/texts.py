"""The fields of a note as they may be kept: every door's actions pass here."""

import re
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from accounts.models import User
from composing.text import Composed, Holder, Part, compose_parts, titled
from kernel.gate import POST_LIMIT, BadText, clean_text, required_text
from kernel.letter_addresses import without_codes
from kernel.markdown import PAGE_HEADING, render
from kernel.refusals import Invalid
from notes.models import Captions, Licence, PracticeNote, Revision
from notes.paths import RESERVED_SLUGS
from taxonomy.former import current_practices
from taxonomy.models import Audience, PracticeArea, Word
from taxonomy.slugs import slug
from taxonomy.words import unknown_codes

SUMMARY_LIMIT, COMMENT_LIMIT, SOURCE_LIMIT, ADDRESS_LIMIT = 300, 200, 300, 500
MOST_FILES = 40
"""Pictures and documents of a note: its steps have some each."""
NOTE, REVISION = "note", "note_revision"
"""What holds the files of a note (composing.holders), and those of a state that nobody has approved."""
SLUG_LENGTH = 90
"""Leaves room for "-1234" within the column."""


def read_summary(raw: object) -> str:
    return clean_text(raw, limit=SUMMARY_LIMIT, lines=False)


def read_body(raw: object) -> str:
    return without_codes(required_text(raw, limit=POST_LIMIT))


def rendered(parts: Sequence[Part]) -> str:
    """The HTML of a note that nobody writes just now (imports): names and files stay words. A note has
    its page to itself, so its headings follow the title."""
    return "".join(titled(part, render(part.body, top=part.top)) for part in parts)


def composed(parts: Sequence[Part], *, by: User, holders: Collection[Holder] = ()) -> Composed:
    """The same of a note that this person writes, with whom it names and which files it shows. Raises
    BadText."""
    return compose_parts(parts, by=by, holders=holders, most_files=MOST_FILES)


def read_easy(raw: object) -> str:
    return without_codes(clean_text(raw, limit=POST_LIMIT))


def easy_part(easy: str) -> tuple[Part, ...]:
    return (Part(easy, PAGE_HEADING),) if easy else ()


def read_captions(raw: object) -> str:
    if raw not in ("", *Captions.values):
        raise Invalid({"captions": [_("Choose one from the list.")]})
    return str(raw)


def read_weight(raw: object) -> str:
    if raw not in Revision.Weight.values:
        raise Invalid({"weight": [_("Choose how large the change is.")]})
    return str(raw)


def read_address(raw: object) -> str:
    """An address outside, or nothing. Raises BadText."""
    address = clean_text(raw, limit=ADDRESS_LIMIT, lines=False)
    if not address:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise BadText(_("Give the whole address, such as https://example.org/film.")) from error
    return address


def read_comment(raw: object) -> str:
    return clean_text(raw, limit=COMMENT_LIMIT, lines=False)


def read_source(raw: object) -> str:
    return clean_text(raw, limit=SOURCE_LIMIT, lines=False)


def read_licence(raw: object) -> str:
    if raw not in Licence.values:
        raise Invalid({"licence": [_("Choose a licence from the list.")]})
    return str(raw)


def read_status(raw: object) -> str:
    if raw not in PracticeNote.Status.values:
        raise Invalid({"status": [_("Choose whether to publish it or keep it as a draft.")]})
    return str(raw)


def read_practices(codes: Sequence[str]) -> list[str]:
    """Of what was joined with another since somebody wrote it down, the other's."""
    if all(isinstance(code, str) for code in codes) and unknown_codes(PracticeArea, codes):
        codes = current_practices(codes)
    return _read_words(PracticeArea, "practices", codes)


def read_audiences(codes: Sequence[str]) -> list[str]:
    return _read_words(Audience, "audiences", codes)


def _read_words(model: type[Word], name: str, codes: Sequence[str]) -> list[str]:
    """Codes of a closed list, each once, in their order."""
    wanted = list(dict.fromkeys(codes))
    fit = all(isinstance(code, str) and re.fullmatch(r"[-\w]{1,50}", code) for code in wanted)
    if not fit or unknown_codes(model, wanted):
        raise Invalid({name: [_("Choose from the list.")]})
    return wanted


def slug_base(title: str) -> str:
    """The title in an address: "Łódź jutro" is "lodz-jutro"."""
    return slug(title, SLUG_LENGTH) or "notatka"


def free_slug(title: str) -> str:
    """An address that no note has: the title's, or that with the next number."""
    base = slug_base(title)
    if base not in RESERVED_SLUGS and not PracticeNote.objects.filter(slug=base).exists():
        return base
    return f"{base}-{next_number(base)}"


def next_number(base: str) -> int:
    """The first number that no note has behind this address, from 2."""
    taken = PracticeNote.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True)
    tails = (slug[len(base) + 1 :] for slug in taken.iterator())
    return max([1, *(int(tail) for tail in tails if re.fullmatch(r"[0-9]{1,6}", tail))]) + 1
