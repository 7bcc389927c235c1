"""Who an organisation is, whom to ask there and to what it belongs, for its page.

Contacts and networks come as rows of the statement that reads its words (directory.page.profile): a page may
take only so many, and these are few rows each.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from directory.models import Contact, NetworkPlace, Organisation, Standing
from directory.sight import asked_of, more_for_people, ways_of
from directory.vocabulary import identity
from directory.vocabulary.networks import Belonging, is_now
from directory.vocabulary.registers import shown
from directory.vocabulary.standings import FIELDS, Stood, in_order, of_data, stood

CONTACT, NETWORK, STANDING = "contact", "network", "standing"
_OF_CONTACT = (
    "role", "name", "name_shown", "phone", "phone_shown", "email", "email_shown", "for_access",
)  # fmt: skip

PartRow = tuple[str, int, str, str]
"""What it is, its place among its like, a code, and the rest as JSON."""


def parts(pk: int) -> list[QuerySet[Any, Any]]:
    """Rows of PartRow, for a union."""
    contacts = _part(
        Contact.objects.filter(organisation=pk), CONTACT, F("position"), Cast("id", CharField()),
        {name: name for name in _OF_CONTACT},
    )  # fmt: skip
    networks = _part(
        NetworkPlace.objects.filter(organisation=pk), NETWORK, F("network__position"), F("network__code"),
        {"name": "network__name", "url": "network__url", "role": "role", "since": "since", "until": "until"},
    )  # fmt: skip
    standings = _part(
        Standing.objects.filter(organisation=pk), STANDING, F("id"), F("kind"),
        {name: name for name in FIELDS},
    )  # fmt: skip
    return [contacts, networks, standings]


def _part(
    rows: QuerySet[Any], kind: str, place: Any, code: Any, rest: dict[str, str]
) -> QuerySet[Any, Any]:
    named = rows.order_by().values_list(
        Cast(Value(kind), CharField(max_length=10)), place, code, Cast(JSONObject(**rest), TextField())
    )  # fmt: skip
    return named


def portrait(organisation: Organisation, sight: str, rows: Iterable[PartRow]) -> dict[str, Any]:
    """What a viewer of this sight is shown. `contact_rows` and `networks` go to the machines' part of the
    page too, which shows what everybody may see."""
    rows = list(rows)
    contacts, networks = _read(organisation, rows)
    standings = _standings(rows)
    asked = asked_of(contacts, sight)
    return {
        "ways": ways_of(organisation, sight),
        "contacts": asked,
        "contact_rows": contacts,
        "ask_access": next((one for one in asked if one.for_access), None),
        "more_for_people": more_for_people(organisation, contacts, sight),
        "networks": networks,
        "standings": [one for one in standings if one.now],
        "past_standings": [one for one in standings if not one.now],
        "short_name": organisation.short_name,
        "former_names": identity.split(organisation.former_names),
        "registers": [
            *identity.shown(organisation),
            *shown(organisation),
            *_delivery(organisation),
        ],
    }


def _delivery(organisation: Organisation) -> list[tuple[str, str]]:
    return [("e-Doręczenia", organisation.e_delivery)] if organisation.e_delivery else []


def _standings(rows: Iterable[PartRow]) -> list[Stood]:
    found = [json.loads(packed) for kind, _position, _code, packed in rows if kind == STANDING]
    return in_order(stood(of_data(one)) for one in found)


def _read(
    organisation: Organisation, rows: Iterable[PartRow]
) -> tuple[list[Contact], list[Belonging]]:
    contacts: list[Contact] = []
    networks: list[Belonging] = []
    for kind, position, code, packed in rows:
        if kind not in (CONTACT, NETWORK):
            continue
        rest: dict[str, Any] = json.loads(packed)
        if kind == CONTACT:
            rest["for_access"] = bool(rest["for_access"])
            contacts.append(
                Contact(pk=int(code), organisation=organisation, position=position, **rest)
            )
        else:
            networks.append(Belonging(code=code, now=is_now(rest["until"]), **rest))
    contacts.sort(key=lambda contact: (contact.position, contact.pk))
    networks.sort(key=lambda place: not place.now)
    return contacts, networks
