"""A person's page can be reported and hidden: what they say of themselves. Name and handle stay, since they
stand beside all that was written; a name that must not stand there gives way to a neutral one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.actions.reset_name import give_name_back, neutral_name, reset_name
from accounts.actions.update_profile import hide_profile
from accounts.models import User
from accounts.viewer import Viewer
from kernel.markdown import excerpt, plain
from kernel.refusals import Conflict
from moderation.models import Verdict
from moderation.registry import Given, Measure, Moderated, Taken, register

PERSON = "person"


def _get(viewer: Viewer, pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).first()


def profile_title(name: str) -> str:
    return _("Profile of %(name)s") % {"name": name}


def _says(person: User) -> str:
    shown = person.open or person.profile_hidden
    return excerpt(plain(person.bio_html), limit=600) if shown else ""


def _at(words: Sequence[str]) -> int | None:
    """/people/<handle>/"""
    if len(words) != 2 or words[0] != "people":
        return None
    return User.objects.filter(handle=words[1].lower()).values_list("pk", flat=True).first()


def _in_charge(moderator: User, person: Any) -> bool:
    """Only an administrator decides about a moderator."""
    return moderator.is_staff or not person.moderates


def _rename(by: User, person: User, given: Given) -> Taken:
    if person.name == neutral_name(person):
        raise Conflict(_("This person has a neutral name already."))
    return Taken({"name": reset_name(person)})


def _name_again(by: User, person: User | None, kept: Mapping[str, Any]) -> None:
    if person is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    give_name_back(person, str(kept.get("name", "")))


def register_profiles() -> None:
    register(
        Moderated(
            kind=PERSON,
            get=_get,
            author_id=lambda person: person.pk,
            title=lambda person: profile_title(person.name),
            excerpt=_says,
            url=lambda person: f"/people/{person.handle}/",
            hide=hide_profile,
            in_charge=_in_charge,
            at=_at,
            measures={Verdict.RENAME: Measure(_rename, _name_again)},
        )
    )
