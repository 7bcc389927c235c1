"""Who is told with whom a card was found: the editors of the other organisation, in the page and, as they
choose about needs and offers, by mail."""

from django.conf import settings

from accounts.models import User
from directory.actions.tell_matches import stop_address
from directory.facts import CardFoundWith, FoundAgreed, FoundDeclined
from directory.models import Card, Organisation
from directory.speaking import editors_of
from kernel.facts import receives
from kernel.mail import write_letter
from notifications.actions.tell import tell

Told = CardFoundWith | FoundAgreed | FoundDeclined


@receives(CardFoundWith)
def named(fact: CardFoundWith) -> None:
    _tell(fact, "found_with")


@receives(FoundAgreed)
def agreed(fact: FoundAgreed) -> None:
    _tell(fact, "found_agreed")


@receives(FoundDeclined)
def declined(fact: FoundDeclined) -> None:
    _tell(fact, "found_declined")


def _tell(fact: Told, kind: str) -> None:
    """Tells the editors of `other_id` what `organisation_id` has said. Who said it there is not told."""
    both = Organisation.objects.in_bulk([fact.organisation_id, fact.other_id])
    speaker, other = both[fact.organisation_id], both[fact.other_id]
    card = Card.objects.get(pk=fact.card_id)
    editors = editors_of(other.pk) - {fact.person_id}
    tell(
        editors, kind=kind, actor_id=fact.person_id, organisation_id=speaker.pk,
        subject=other.name, detail=card.title, url=card.get_absolute_url(),
        target=("found", fact.found_id),
    )  # fmt: skip
    context = {
        "kind": kind, "other": speaker.name, "name": other.name, "title": card.title,
        "url": f"{settings.BASE_URL}{card.get_absolute_url()}",
    }  # fmt: skip
    hear = User.objects.filter(pk__in=editors, verified=True, hears_of_matches=True)
    for editor in hear.order_by("pk"):
        write_letter(
            to=editor.email, language=editor.language, template="directory/mail/found_with.txt",
            context={**context, "person": editor.name},
            stop_url=f"{settings.BASE_URL}{stop_address(editor)}",
        )  # fmt: skip
