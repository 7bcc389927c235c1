"""A moderator takes a name away that must not stand beside texts, and gives it back: called by `moderation.registry`
within the decision's transaction, which has judged who may."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.facts import PersonRenamed, ProfileChanged
from accounts.models import User
from accounts.own_data.names import note_former
from kernel.facts import publish


def neutral_name(person: User) -> str:
    """In the language of the site: it stands in what is made once for everybody."""
    with override(settings.LANGUAGE_CODE):
        return _("Person %(number)s") % {"number": person.pk}


def reset_name(person: User) -> str:
    """The neutral name from now on; returns what the person was called before."""
    return _renamed(person.pk, neutral_name(person))


def give_name_back(person: User, name: str) -> None:
    """Unless they have called themselves otherwise since."""
    if name and person.name == neutral_name(person):
        _renamed(person.pk, name)


def _renamed(pk: int, name: str) -> str:
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        note_former(held, name, held.handle)
        before, held.name = held.name, name
        held.save(update_fields=["name"])
        publish(PersonRenamed(pk))
        publish(ProfileChanged(pk))
    return before
