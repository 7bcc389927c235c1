"""Moderators keep the phrases that mean one thing. No rebuild: the next question knows of it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid
from moderation.access import moderator_of
from search import synonyms
from search.language import fold
from search.language.alike import phrase_of
from search.models import Alike

GROUPS, PHRASES, LETTERS, WORDS = 400, 10, 80, 8
"""Groups in all; phrases of a group, and letters and words of a phrase."""


def keep_alike(*, by: User, phrases: Sequence[str], group: Alike | None = None) -> Alike:
    """Adds a group, or changes one. Raises Invalid (phrases)."""
    moderator_of(by)
    clean = _clean(phrases)
    with transaction.atomic():
        others = list(Alike.objects.select_for_update().order_by("pk"))
        if group is not None:
            others = [other for other in others if other.pk != group.pk]
        elif len(others) >= GROUPS:
            raise _invalid(_("There are %(count)d groups already.") % {"count": GROUPS})
        taken = {_key(phrase): phrase for other in others for phrase in other.phrases}
        for phrase in clean:
            if _key(phrase) in taken:
                raise _invalid(_("“%(phrase)s” stands in another group.") % {"phrase": phrase})
        kept = group or Alike()
        kept.phrases = clean
        kept.save()
        synonyms.changed()
    return kept


def forget_alike(*, by: User, group: Alike) -> None:
    moderator_of(by)
    with transaction.atomic():
        group.delete()
        synonyms.changed()


def _clean(phrases: Sequence[str]) -> list[str]:
    found: dict[tuple[str, ...], str] = {}
    for raw in phrases:
        try:
            text = clean_text(raw, limit=LETTERS, lines=False, name=True)
        except BadText as error:
            raise _invalid(str(error)) from error
        text = " ".join(text.split())
        words = _key(text)
        if len(words) > WORDS:
            raise _invalid(_("A phrase has %(count)d words at most.") % {"count": WORDS})
        if words:
            found.setdefault(words, text)
    if len(found) < 2:
        raise _invalid(_("Write at least two phrases, each in its own line."))
    if len(found) > PHRASES:
        raise _invalid(_("A group has %(count)d phrases at most.") % {"count": PHRASES})
    return list(found.values())


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(map(fold, phrase_of(phrase)))


def _invalid(message: str) -> Invalid:
    return Invalid({"phrases": [message]})
