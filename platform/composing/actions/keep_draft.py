"""Drafts: kept while somebody writes, gone when the text is sent or thrown away."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from composing.access import draft_at
from composing.chosen import packed
from composing.models import Draft
from composing.places import is_place
from kernel.fields import gathered
from kernel.gate import NAME_LIMIT, POST_LIMIT, clean_text
from kernel.refusals import Conflict, Invalid, Refusal

MOST = 100
"""Drafts of one person."""
DEVICE_LENGTH = 32


class OtherDraft(Conflict):
    """Another browser has saved other words at this place since."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(_("There is another draft of this text, from another device."))


class NoDraft(Refusal):
    """The draft that was meant has been sent or thrown away meanwhile."""

    status = 410
    code = "gone"

    def __init__(self) -> None:
        super().__init__(_("This draft is no longer here."))


def keep_draft(
    *,
    by: User,
    place: object,
    body: object,
    title: object = "",
    device: object,
    version: int,
    seen: int | None = None,
    more: object = None,
) -> Draft | None:
    """The draft as it is now; None where nothing is left to keep. `version` is what the browser saw last
    (0: nothing yet); `seen` the state of the text from which they go on; `more` what else was chosen in the
    form (composing.chosen), None where nothing is said of that. Words of another browser are never written over: OtherDraft. What was sent
    meanwhile does not come back: NoDraft. Raises Invalid."""
    if not is_place(place):
        raise Invalid({"place": [_("Nobody writes at this place.")]})
    fields = gathered(
        body=lambda: clean_text(body, limit=POST_LIMIT),
        title=lambda: clean_text(title, limit=NAME_LIMIT, lines=False),
        device=lambda: clean_text(device, limit=DEVICE_LENGTH, lines=False, name=True),
        more=lambda: None if more is None else packed(more),
    )
    fields |= {"seen": seen} if seen is not None else {}
    if fields["more"] is None:
        del fields["more"]
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(person=by, place=place).first()
        if held is None:
            return _first(by, str(place), version, fields)
        words = ("body", "title", "more")
        same_words = all(getattr(held, name) == fields.get(name, held.more) for name in words)
        if not same_words and held.version != version and held.device != fields["device"]:
            raise OtherDraft(held)
        if not fields["body"].strip():
            held.delete()
            return None
        for name, value in fields.items():
            setattr(held, name, value)
        held.version, held.saved_at = held.version + 1, timezone.now()
        held.save()
    return held


def _first(by: User, place: str, version: int, fields: dict[str, Any]) -> Draft | None:
    if version:
        raise NoDraft()
    if not fields["body"].strip():
        return None
    if Draft.objects.filter(person=by).count() >= MOST:
        raise Invalid({"place": [_("You have very many drafts. Discard some that you do not need.")]})  # fmt: skip
    try:
        with transaction.atomic():
            return Draft.objects.create(person=by, place=place, **fields)
    except IntegrityError:  # two savings at once: the other one was first
        raise OtherDraft(Draft.objects.get(person=by, place=place)) from None


def discard_draft(*, by: User, place: str) -> None:
    """The text was sent, or its writer does not want it. A second time changes nothing."""
    if draft_at(by, place) is not None:
        Draft.objects.filter(person=by, place=place).delete()
