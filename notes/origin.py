"""Where a note comes from: another note here or an address outside, and what the licence of the source
lets others do."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid
from notes import texts
from notes.access import is_public
from notes.models import Licence, PracticeNote
from notes.paths import note_path
from notes.policies import holds_note

LONGEST_CHAIN, SHOWN_CHAIN = 50, 5
_HERE = re.compile(r"/notes/([-\w]{1,100})/?", re.ASCII)
_MAY_BE: dict[str, tuple[str, ...]] = {
    Licence.CC_BY_SA: (Licence.CC_BY_SA,),
    Licence.CC_BY_NC: (Licence.CC_BY_NC,),
    Licence.RESERVED: (),
}
"""The licences that an adaptation of others' words may have; where a source is not named here, any."""


def related_note(by: User, raw: object, name: str) -> tuple[PracticeNote | None, str]:
    """The note here that an address or a slug names, or the address outside; neither for nothing. Raises
    Invalid under `name`."""
    try:
        address = clean_text(raw, limit=texts.ADDRESS_LIMIT, lines=False)
        slug = _slug_of(address)
        if not slug:
            return None, texts.read_address(address)
    except BadText as error:
        raise Invalid({name: [str(error)]}) from error
    found = PracticeNote.objects.visible_to(by).filter(slug=slug).first()
    if found is None:
        raise Invalid({name: [_("There is no such note here.")]})
    return found, ""


def _slug_of(address: str) -> str:
    """Of a note here: "/notes/x/", the whole address of this site, or the slug alone."""
    if re.fullmatch(r"[-\w]{1,100}", address, re.ASCII):
        return address
    own = settings.BASE_URL.rstrip("/")
    path = address.removeprefix(own) if address.startswith(f"{own}/") else address
    match = _HERE.fullmatch(urlsplit(path).path) if path.startswith("/notes/") else None
    return match[1] if match else ""


def read_origin(by: User, raw: object, note_id: int | None) -> dict[str, Any]:
    """{"based_on", "based_on_url"}. Raises Invalid for a note that comes, over others, from itself."""
    found, address = related_note(by, raw, "based_on")
    if found is not None and note_id is not None and _leads_to(found, note_id):
        raise Invalid({"based_on": [_("A note cannot come from itself.")]})
    return {"based_on": found.pk if found else None, "based_on_url": address}


def _leads_to(note: PracticeNote, wanted: int) -> bool:
    at: int | None = note.pk
    for _step in range(LONGEST_CHAIN):
        if at is None or at == wanted:
            return at == wanted
        at = PracticeNote.objects.filter(pk=at).values_list("based_on_id", flat=True).first()
    return True


def read_original(by: User, raw: object, note_id: int | None) -> list[int]:
    """The ids of the note that this one is a translation of and of the one that was named; none for
    nothing. A translation of a translation is one of the original. Raises Invalid."""
    found, address = related_note(by, raw, "translation_of")
    if address:
        raise Invalid({"translation_of": [_("Give the address of a note here.")]})
    if found is None:
        return []
    original = found.translation_of_id or found.pk
    if original == note_id or PracticeNote.objects.filter(translation_of=note_id or 0).exists():
        raise Invalid({"translation_of": [_("This note is itself the original of a translation.")]})
    return [original, found.pk]


def check_licence(by: User, source_id: int | None, licence: str, *, name: str) -> None:
    """Raises Invalid where the source does not allow this; `name` is the relation to it. Who holds the
    source may do as they like."""
    source = PracticeNote.objects.filter(pk=source_id).first() if source_id else None
    if source is None or holds_note(by, source):
        return
    allowed = _MAY_BE.get(source.licence)
    about = {"title": source.title, "licence": source.get_licence_display()}
    translates = name == "translation_of"
    if allowed == ():
        words = (
            _("All rights to “%(title)s” are reserved: ask its author before you translate it.")
            if translates
            else _("All rights to “%(title)s” are reserved: ask its author before you adapt it.")
        )
        raise Invalid({name: [words % about]})
    if allowed is not None and licence not in allowed:
        words = (
            _("“%(title)s” may be translated only under the same licence: %(licence)s.")
            if translates
            else _("“%(title)s” may be adapted only under the same licence: %(licence)s.")
        )
        raise Invalid({"licence": [words % about]})


def origin_address(based_on: PracticeNote | None, url: str) -> str:
    """What the form shows of it."""
    return note_path(based_on.slug) if based_on is not None else url


def chain_of(note: PracticeNote) -> list[PracticeNote]:
    """What it was adapted from, and what that was, for as long as everybody may read it: the nearest
    first."""
    found: list[PracticeNote] = []
    at = note.based_on
    while is_public(at) and at is not None and len(found) < SHOWN_CHAIN:
        found.append(at)
        at = (
            PracticeNote.objects.select_related("author", "organisation")
            .filter(pk=at.based_on_id)
            .first()
            if at.based_on_id
            else None
        )
    return found
