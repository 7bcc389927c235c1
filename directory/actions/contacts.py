"""Whom one can ask at an organisation, and to whom each of their names, numbers and addresses shows."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.writing import locked_for_editing, touched
from directory.models import Contact, Organisation
from directory.vocabulary.fields import clean_email, clean_phone
from kernel.fields import gathered
from kernel.gate import clean_text, required_text
from kernel.once import once
from kernel.refusals import Invalid

ROLE_LIMIT, NAME_LIMIT = 120, 120
CONTACTS_LIMIT = 20
"""So many contacts one organisation may have."""
GUARDED = ("name", "phone", "email")
"""What of a contact has a circle of its own, `<field>_shown`."""


def add_contact(
    *, by: User, organisation: Organisation, fields: Mapping[str, Any], key: str | None = None
) -> Contact:
    """The new contact, last in the list, or the one that the same key made.

    `fields`: role; name, phone, email and for each `<field>_shown` (a value of Contact.Shown,
    everybody unless given); for_access. Raises Refused, Invalid, KeyReused.
    """
    check_writer(by)
    clean = clean_contact(fields)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)

        def make() -> int:
            others = Contact.objects.filter(organisation=locked)
            positions = list(others.values_list("position", flat=True))
            if len(positions) >= CONTACTS_LIMIT:
                raise Invalid(
                    {"role": [_("At most %(most)s fit here.") % {"most": CONTACTS_LIMIT}]}
                )
            contact = Contact(organisation=locked, position=max(positions, default=-1) + 1, **clean)
            contact.save()
            _one_for_access(contact)
            touched(locked, confirmed=True)
            return contact.pk

        payload = ["contact", locked.pk, {name: str(value) for name, value in clean.items()}]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    contact = Contact.objects.filter(pk=pk).first()
    if contact is None:  # sent again after it was removed
        raise Invalid({"role": [_("This contact has been removed meanwhile.")]})
    return contact


def change_contact(*, by: User, contact: Contact, fields: Mapping[str, Any]) -> Contact:
    """Writes all its fields anew, as in `add_contact`. Raises Refused, Invalid."""
    check_writer(by)
    clean = clean_contact(fields)
    with transaction.atomic():
        locked = locked_for_editing(by, contact.organisation)
        fresh = _still(locked, contact)
        if any(getattr(fresh, name) != value for name, value in clean.items()):
            for name, value in clean.items():
                setattr(fresh, name, value)
            fresh.save()
            _one_for_access(fresh)
            touched(locked, confirmed=True)
    return fresh


def remove_contact(*, by: User, contact: Contact) -> None:
    """Takes the contact away for good: a person may want that. A second time changes nothing."""
    check_writer(by)
    with transaction.atomic():
        locked = locked_for_editing(by, contact.organisation)
        gone, _each = Contact.objects.filter(organisation=locked, pk=contact.pk).delete()
        if gone:
            touched(locked, confirmed=True)


def raise_contact(*, by: User, contact: Contact) -> None:
    """Moves the contact one up in the list; the first stays where it is."""
    check_writer(by)
    with transaction.atomic():
        locked = locked_for_editing(by, contact.organisation)
        _still(locked, contact)
        rows = list(Contact.objects.filter(organisation=locked))
        place = next(place for place, row in enumerate(rows) if row.pk == contact.pk)
        if place:
            rows.insert(place - 1, rows.pop(place))
            for position, row in enumerate(rows):
                row.position = position
            Contact.objects.bulk_update(rows, ["position"])
            touched(locked, confirmed=False)


def _still(organisation: Organisation, contact: Contact) -> Contact:
    found = Contact.objects.filter(organisation=organisation, pk=contact.pk).first()
    if found is None:
        raise Invalid({"role": [_("This contact has been removed meanwhile.")]})
    return found


def _one_for_access(contact: Contact) -> None:
    """Who is asked about accessibility is one: naming another takes it from whoever was."""
    if contact.for_access:
        others = Contact.objects.filter(organisation=contact.organisation, for_access=True)
        others.exclude(pk=contact.pk).update(for_access=False)


def clean_contact(raw: Mapping[str, Any]) -> dict[str, Any]:
    """All the fields of a contact, fit to be kept. Raises Invalid with sentences by field."""
    judges: dict[str, Any] = {
        "role": lambda: _plain(
            required_text(raw.get("role"), limit=ROLE_LIMIT, lines=False, name=True)
        ),
        "name": lambda: _plain(
            clean_text(raw.get("name") or "", limit=NAME_LIMIT, lines=False, name=True)
        ),
        "phone": lambda: clean_phone(raw.get("phone")),
        "email": lambda: clean_email(raw.get("email")),
        "for_access": lambda: bool(raw.get("for_access")),
    }
    for field in GUARDED:
        judges[f"{field}_shown"] = lambda field=field: _circle(f"{field}_shown", raw)
    clean = gathered(**judges)
    if not (clean["phone"] or clean["email"] or clean["name"]):
        raise Invalid({"phone": [_("Give a name, a telephone number or an e-mail address.")]})
    return clean


def _plain(text: str) -> str:
    return " ".join(text.split())


def _circle(name: str, raw: Mapping[str, Any]) -> str:
    circle = raw.get(name) or Contact.Shown.EVERYBODY
    if circle not in Contact.Shown.values:
        raise Invalid({name: [_("Choose one from the list.")]})
    return str(circle)
