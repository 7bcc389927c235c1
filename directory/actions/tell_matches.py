"""Once a week at most, the people of an organisation are told which cards fit those of their own."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from directory.access import open_cards_of
from directory.facts import MatchesFound
from directory.matching.found import Match, matches, weights
from directory.matching.words import sentence, state_of_total
from directory.models import Card, Membership, Organisation, ToldMatch
from kernel.facts import publish
from kernel.mail import write_letter
from taxonomy.words import both_lists

PERIOD = timedelta(days=7)
LOT = 40
"""So many organisations a run looks at."""
NAMED = 8
"""So many matches one letter names; the others wait for the next week."""
_SALT = "directory.matches.stop"
log = logging.getLogger(__name__)


@dataclass
class Round:
    """How far the run has come through the organisations; a new process begins again, which costs
    only time."""

    after: int = 0

    def tick(self) -> bool:
        """Looks at the next organisations; True when more wait."""
        pks = due(after=self.after)
        for pk in pks:
            try:
                tell_organisation(pk)
            except Exception:  # the others must not wait for one that cannot be told
                log.exception("matches of organisation %s could not be told", pk)
        more = len(pks) == LOT
        self.after = pks[-1] if more else 0
        return more


def _is_due() -> Q:
    return Q(hidden=False) & (Q(told_at=None) | Q(told_at__lte=timezone.now() - PERIOD))


def _listeners() -> Any:
    return Membership.objects.filter(
        left_at=None, person__is_active=True, person__verified=True, person__hears_of_matches=True
    )


def due(*, after: int = 0) -> list[int]:
    """Organisations that have open cards and somebody to tell, and were not told this week."""
    cards = Card.objects.current().filter(organisation=OuterRef("pk"), hidden=False)
    people = _listeners().filter(organisation=OuterRef("pk"))
    found = Organisation.objects.filter(_is_due(), Exists(cards), Exists(people), pk__gt=after)
    return list(found.order_by("pk").values_list("pk", flat=True)[:LOT])


def tell_organisation(pk: int) -> int:
    """Writes the letters of one organisation and remembers the pairs, all or nothing: so a run that
    dies, or two at once, tell nobody twice. Returns how many people were told."""
    # Reckoned before the lock is taken: nobody waits meanwhile.
    found = [match for of_card in matches(open_cards_of(pk)).values() for match in of_card]
    good = [m for m in found if not m.set_aside and m.score.points >= weights().tell_from]
    if not good:
        return 0
    with transaction.atomic():
        house = Organisation.objects.select_for_update().filter(_is_due(), pk=pk).first()
        if house is None:
            return 0
        pairs = {(match.mine.pk, match.card.pk) for match in good}
        rows = ToldMatch.objects.filter(card__in={card for card, _other in pairs})
        fresh = pairs - set(rows.values_list("card_id", "other_id"))
        new = sorted(
            (match for match in good if (match.mine.pk, match.card.pk) in fresh),
            key=lambda match: -match.score.points,
        )[:NAMED]
        told = _write(house, new) if new else {}
        if told:
            named = {id(match): match for heard in told.values() for match in heard}
            ToldMatch.objects.bulk_create(
                ToldMatch(card=match.mine, other=match.card) for match in named.values()
            )
            Organisation.objects.filter(pk=pk).update(told_at=timezone.now())
            cards = sorted({match.mine.pk for match in named.values()})
            publish(MatchesFound(pk, tuple(sorted(told)), tuple(cards)))
    return len(told)


def _write(house: Organisation, new: Sequence[Match]) -> dict[int, Sequence[Match]]:
    """The letters: editors hear of every card, others who belong of those they have put up."""
    told: dict[int, Sequence[Match]] = {}
    names: dict[str, Mapping[str, str]] = {}
    for membership in (
        _listeners().filter(organisation=house).select_related("person").order_by("pk")
    ):
        person = membership.person
        edits = membership.role == Membership.Role.EDITOR
        heard = [match for match in new if edits or match.mine.author_id == person.pk]
        if not heard:
            continue
        with override(person.language):
            if person.language not in names:
                practices, audiences = both_lists()
                names[person.language] = {**dict(practices), **dict(audiences)}
            lines = [_line(match, names[person.language]) for match in heard]
        write_letter(
            to=person.email, language=person.language, template="directory/mail/matches.txt",
            context={"name": person.name, "organisation": house.name, "lines": lines, "number": len(lines)},
            stop_url=f"{settings.BASE_URL}{stop_address(person)}",
        )  # fmt: skip
        told[person.pk] = heard
    return told


def _line(match: Match, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "mine": match.mine.title,
        "title": match.card.title,
        "organisation": match.card.organisation.name,
        "total": state_of_total(match.score.total)["words"],
        "why": sentence(match.score, names),
        "url": f"{settings.BASE_URL}{match.card.get_absolute_url()}",
        "mine_url": f"{settings.BASE_URL}{match.mine.get_absolute_url()}",
    }


def stop_address(person: User) -> str:
    """Where this person ends such letters, without a log-in: a path that nobody can guess."""
    return f"/directory/needs/stop/{signing.dumps(person.pk, salt=_SALT)}/"


def person_of_stop(token: str) -> int | None:
    """Whose address it is; None for one that we did not make."""
    try:
        found = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    except Exception:  # bytes that were never a token raise many kinds
        return None
    return found if isinstance(found, int) else None
