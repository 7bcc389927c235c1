"""Who is told of a partnership, in the page and by mail: the editors of the other organisation."""

from django.conf import settings

from accounts.models import User
from directory.facts import (
    PartnershipAsked,
    PartnershipConfirmed,
    PartnershipDeclined,
    PartnershipEnded,
)
from directory.models import Organisation, Partnership
from directory.speaking import editors_of
from kernel.facts import receives
from kernel.mail import write_letter
from notifications.actions.tell import tell

Told = PartnershipAsked | PartnershipConfirmed | PartnershipDeclined | PartnershipEnded


@receives(PartnershipAsked)
def asked(fact: PartnershipAsked) -> None:
    _tell(fact, kind="partnership_asked", speaker=fact.organisation_id, to=fact.other_id)


@receives(PartnershipConfirmed)
def confirmed(fact: PartnershipConfirmed) -> None:
    _tell(fact, kind="partnership_confirmed", speaker=fact.other_id, to=fact.organisation_id)


@receives(PartnershipDeclined)
def declined(fact: PartnershipDeclined) -> None:
    _tell(fact, kind="partnership_declined", speaker=fact.organisation_id, to=fact.other_id)


@receives(PartnershipEnded)
def ended(fact: PartnershipEnded) -> None:
    _tell(fact, kind="partnership_ended", speaker=fact.organisation_id, to=fact.other_id)


def _tell(fact: Told, *, kind: str, speaker: int, to: int) -> None:
    """Tells the editors of `to` what `speaker` has done. Who did it there is not said."""
    both = Organisation.objects.in_bulk([speaker, to])
    about = Partnership.objects.values_list("about", flat=True).get(pk=fact.partnership_id)
    editors = editors_of(to) - {fact.person_id}
    address = f"{both[to].get_absolute_url()}partners/"
    tell(
        editors, kind=kind, actor_id=fact.person_id, organisation_id=speaker,
        subject=both[to].name, detail=about if kind == "partnership_asked" else "",
        url=address, target=("partnership", fact.partnership_id),
    )  # fmt: skip
    context = {
        "kind": kind, "other": both[speaker].name, "name": both[to].name, "about": about,
        "url": f"{settings.BASE_URL}{address}",
    }  # fmt: skip
    for editor in User.objects.filter(pk__in=editors, verified=True).order_by("pk"):
        write_letter(
            to=editor.email, language=editor.language, template="directory/mail/partnership.txt",
            context={**context, "person": editor.name},
        )  # fmt: skip
