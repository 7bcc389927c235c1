"""Changes of the place in words: what was changed, and each of its values as the forms call it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from place.models import Change, Wording
from portal.setup.forms import (
    SECTION_FORMS,
    DutiesForm,
    ForumSetupForm,
    PracticeForm,
    RoleForm,
    RoomSetupForm,
)

_FORMS: dict[str, type[forms.Form]] = {
    "forum": ForumSetupForm, "room": RoomSetupForm, "role": RoleForm, "duties": DutiesForm, "practice": PracticeForm,
}  # fmt: skip


def told(change: Change) -> tuple[str, list[tuple[str, str, str]]]:
    """What was changed; and of each value its name, how it was and how it is."""
    kind, _colon, which = change.what.partition(":")
    form = SECTION_FORMS.get(which) if kind == "settings" else _FORMS.get(kind)
    fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
    lines = [
        (
            _label(name, fields.get(name)),
            _value(change.before.get(name), fields.get(name)),
            _value(change.after.get(name), fields.get(name)),
        )
        for name in {**change.before, **change.after}
    ]
    return _title(kind, which), lines


def _title(kind: str, which: str) -> str:
    titles: dict[str, Callable[[], str]] = {
        "settings": lambda: {
            "identity": _("Name and who runs it"), "contacts": _("Points of contact"),
            "accessibility": _("Accessibility statement"), "defence": _("Defence against abuse"),
        }.get(which, which),
        "forum": lambda: _("Forum /forums/%(which)s/") % {"which": which},
        "forums": lambda: _("Order of the forums"),
        "room": lambda: _("Room /chat/%(which)s/") % {"which": which},
        "role": lambda: _("Role of @%(which)s") % {"which": which},
        "duties": lambda: _("Forums of @%(which)s") % {"which": which},
        "practice": lambda: _("Practice area “%(which)s”") % {"which": which},
        "document": lambda: str(Wording.Kind(which).label) if which in Wording.Kind.values else which,
        "region": lambda: _("The region"),
        "logo": lambda: _("Logo"),
    }  # fmt: skip
    return titles.get(kind, lambda: f"{kind} {which}")()


def _label(name: str, field: forms.Field | None) -> str:
    if field is not None and field.label:
        return str(field.label)
    others = {
        "number": _("version"), "in_force": _("holds from"), "matters": _("concerns rights or duties"),
        "withdrawn": _("version taken back"), "archived": _("archived"), "order": _("order"),
        "units": _("units"), "changed": _("units renewed"), "logo": _("picture"), "joined": _("joined with"), "removed": _("removed"), "position": _("Place in the order"),
    }  # fmt: skip
    return others.get(name, name)


def _value(value: Any, field: forms.Field | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    choices = dict(getattr(field, "choices", ())) if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField) else {}  # fmt: skip
    return str(choices.get(value, value))
