"""The parts of a record about whom to ask, to what the organisation belongs, and what it shows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from directory.actions.set_networks import set_networks
from directory.actions.set_standings import set_standings
from directory.models import Contact, NetworkPlace, Organisation, Photo, Site, Standing
from directory.record.values import Part, Values, register
from directory.record.words import Wording
from directory.vocabulary import standings
from directory.vocabulary.networks import GivenPlace
from kernel.templatetags.look import day

_PERSONAL = ("name", "phone", "email")


def _read_contacts(pks: Sequence[int]) -> dict[int, Values]:
    """That a name, number or address is there and has changed, never what it is: whoever was named may
    want to be forgotten, and a history forgets nothing."""
    found: dict[int, Values] = defaultdict(dict)
    for contact in Contact.objects.filter(organisation__in=pks):
        marks = {
            name: salted_hmac("directory.contact", getattr(contact, name)).hexdigest()[:16]
            for name in _PERSONAL
            if getattr(contact, name)
        }
        shown = {f"{name}_shown": getattr(contact, f"{name}_shown") for name in marks}
        found[contact.organisation_id][f"contact.{contact.pk}"] = {
            "role": contact.role, "for_access": contact.for_access, **marks, **shown,
        }  # fmt: skip
    return found


def _contact_label(name: str, wording: Wording) -> str:
    return _("Contact")


def _contact_words(name: str, value: Any, wording: Wording) -> str:
    if not value:
        return ""
    words = {"name": _("Name"), "phone": _("Telephone"), "email": _("E-mail")}
    circles = dict(Contact.Shown.choices)
    given = [
        f"{words[one]} ({circles.get(value.get(f'{one}_shown'), '')})"
        for one in _PERSONAL
        if one in value
    ]
    asked = [_("accessibility")] if value.get("for_access") else []
    return ", ".join([value["role"], *asked, *given])


def _contact_told(before: Any, after: Any, wording: Wording) -> tuple[str, str]:
    """What became another is named, since neither the old nor the new may be shown."""
    words = {"name": _("another name"), "phone": _("another number"), "email": _("another address")}
    others = [
        words[one]
        for one in _PERSONAL
        if before and after and one in before and one in after and before[one] != after[one]
    ]
    now = _contact_words("", after, wording)
    return _contact_words("", before, wording), ", ".join(filter(None, [now, *others]))


def _contact_private(name: str, values: Any) -> bool:
    """A contact of which everybody sees nothing."""
    value = values.get(name) or {}
    everybody = Contact.Shown.EVERYBODY
    return bool(value) and not any(value.get(f"{one}_shown") == everybody for one in _PERSONAL)


def _read_networks(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = {pk: {"networks": []} for pk in pks}
    places = NetworkPlace.objects.filter(organisation__in=pks).select_related("network")
    for place in places.order_by("network__position", "network__name"):
        found[place.organisation_id]["networks"].append(
            {
                "network": place.network.code, "name": place.network.name, "role": place.role,
                "since": place.since, "until": place.until,
            }
        )  # fmt: skip
    return found


def _network_label(name: str, wording: Wording) -> str:
    return _("Networks")


def _network_words(name: str, value: Any, wording: Wording) -> str:
    def said(place: dict[str, Any]) -> str:
        years = f"{place['since'] or ''}–{place['until'] or ''}"
        more = [place["role"], years if years != "–" else ""]
        return " ".join(filter(None, [place["name"], ", ".join(filter(None, more))]))

    return "; ".join(said(place) for place in value or ())


def _write_networks(by: User | None, organisation: Organisation, values: Values) -> None:
    given: dict[str, GivenPlace] = {}
    for place in values["networks"] or ():
        given.setdefault(
            place["network"],
            GivenPlace(place["network"], place["role"], place["since"], place["until"]),
        )
    set_networks(organisation, given.values())


def _read_standings(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = {pk: {"standings": []} for pk in pks}
    for row in Standing.objects.filter(organisation__in=pks):
        found[row.organisation_id]["standings"].append(standings.as_data(standings.given_of(row)))
    return found


def _standings_label(name: str, wording: Wording) -> str:
    return _("Certificates, awards, standards")


def _standings_words(name: str, value: Any, wording: Wording) -> str:
    kinds = dict(Standing.Kind.choices)

    def said(one: dict[str, Any]) -> str:
        days = [
            day(date.fromisoformat(one[name])) if one[name] else "" for name in ("since", "until")
        ]
        span = f"{days[0]} – {days[1]}" if any(days) else ""
        more = [str(kinds.get(one["kind"], "")), one["giver"], span.strip(), one["url"]]
        return f"{one['title']} ({', '.join(filter(None, more))})"

    return "\n".join(said(one) for one in value or ())


def _write_standings(by: User | None, organisation: Organisation, values: Values) -> None:
    set_standings(organisation, [standings.of_data(one) for one in values["standings"] or ()])


def _read_photos(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = defaultdict(dict)
    for photo in Photo.objects.filter(organisation__in=pks):
        found[photo.organisation_id][f"photo.{photo.pk}"] = {
            "kind": photo.kind, "alt": photo.alt, "credit": photo.credit, "site": photo.site_id,
        }  # fmt: skip
    return found


def _photo_label(name: str, wording: Wording) -> str:
    return _("Picture")


def _photo_words(name: str, value: Any, wording: Wording) -> str:
    if not value:
        return ""
    kind = dict(Photo.Kind.choices).get(value["kind"], "")
    where = wording.place(value.get("site"))
    return ", ".join(filter(None, [str(kind), value["alt"], value["credit"], where]))


def _write_photos(by: User | None, organisation: Organisation, values: Values) -> None:
    """What is said of a picture. One that has been removed meanwhile stays away."""
    for name, said in values.items():
        photo = Photo.objects.filter(
            organisation=organisation, pk=int(name.removeprefix("photo."))
        ).first()
        if photo is None or said is None:
            continue
        photo.alt, photo.credit = said["alt"], said["credit"]
        photo.site = Site.objects.filter(organisation=organisation, pk=said.get("site")).first()
        photo.save(update_fields=["alt", "credit", "site"])


def _described(before: Any, after: Any) -> bool:
    """The words of a picture can come back. One that was taken away is gone as a file too, and one that
    was sent is taken away where pictures are."""
    return bool(before and after)


def register_circles() -> None:
    register(
        Part(
            "contacts", _read_contacts, lambda name: name.startswith("contact."), None,
            _contact_label, _contact_words, _contact_private, told=_contact_told,
        )
    )  # fmt: skip
    register(
        Part(
            "networks", _read_networks, lambda name: name == "networks", _write_networks,
            _network_label, _network_words,
        )
    )  # fmt: skip
    register(
        Part(
            "standings", _read_standings, lambda name: name == "standings", _write_standings,
            _standings_label, _standings_words,
        )
    )  # fmt: skip
    register(
        Part(
            "photos", _read_photos, lambda name: name.startswith("photo."), _write_photos,
            _photo_label, _photo_words, reversible=_described,
        )
    )  # fmt: skip
