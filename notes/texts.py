"""The fields of a note as they may be kept: every door's actions pass here."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from composing.text import Composed, compose
from kernel.gate import POST_LIMIT, clean_text, required_text
from kernel.markdown import PAGE_HEADING, render
from kernel.refusals import Invalid
from notes.models import Licence, PracticeNote
from notes.paths import RESERVED_SLUGS
from taxonomy.models import Audience, PracticeArea, Word
from taxonomy.slugs import slug
from taxonomy.words import unknown_codes

SUMMARY_LIMIT, COMMENT_LIMIT, SOURCE_LIMIT = 300, 200, 300
NOTE = "note"
"""What holds the files of a note (composing.holders)."""
SLUG_LENGTH = 90
"""Leaves room for "-1234" within the column."""


def read_summary(raw: object) -> str:
    return clean_text(raw, limit=SUMMARY_LIMIT, lines=False)


def read_body(raw: object) -> str:
    return required_text(raw, limit=POST_LIMIT)


def rendered(body: str) -> str:
    """The HTML of a note that nobody writes just now (imports): names and files stay words. A note has
    its page to itself, so its headings follow the title."""
    return render(body, top=PAGE_HEADING)


def composed(body: str, *, by: User, note_id: int | None = None) -> Composed:
    """The same of a note that this person writes, with whom it names and which files it shows."""
    return compose(body, by=by, holder=(NOTE, note_id) if note_id else None, top=PAGE_HEADING)


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
