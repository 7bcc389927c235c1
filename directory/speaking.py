"""Who may speak as an organisation: its present editors, and they alone. Moderators look after pages,
but they do not speak for anybody."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer
from directory.models import Membership, Organisation
from directory.querysets import OrganisationQuerySet
from kernel.compiled import CompiledObjects
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid, Refused

SLUG_LIMIT = 120


def _shown() -> OrganisationQuerySet:
    """What is hidden says nothing, and of twins only the one that is left speaks."""
    return Organisation.objects.filter(hidden=False, merged_into=None)


_edited = CompiledObjects[Organisation](
    lambda person: (
        _shown()
        .filter(
            memberships__person_id=person, memberships__role=Membership.Role.EDITOR,
            memberships__left_at=None,
        )
        .only("slug", "name")
        .order_by("sort_name", "pk")
    ),
    parameters=1,
)  # fmt: skip


def voices_of(viewer: Viewer) -> Sequence[Organisation]:
    """The organisations that the person may speak as now (pk, slug and name alone), by name."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return ()
    return _edited(viewer.pk)


def speaks_as(viewer: Viewer, organisation_id: int) -> bool:
    """Whether the person is an editor of it now, and it is shown."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return False
    return Membership.objects.filter(
        organisation__in=_shown().filter(pk=organisation_id), person=viewer,
        role=Membership.Role.EDITOR, left_at=None,
    ).exists()  # fmt: skip


def belongs_to(viewer: Viewer, organisation_id: int) -> bool:
    """Whether the person is one of its people now, in whatever role."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return False
    return Membership.objects.filter(
        organisation=organisation_id, person=viewer, left_at=None
    ).exists()


def editors_of(organisation_id: int) -> set[int]:
    """The ids of those who edit it now, without closed accounts."""
    editors = Membership.objects.filter(
        organisation=organisation_id, role=Membership.Role.EDITOR, left_at=None,
        person__is_active=True,
    )  # fmt: skip
    return set(editors.values_list("person_id", flat=True))


def check_speaks_as(viewer: Viewer, organisation: Organisation) -> User:
    """The person. Raises Refused for everybody who does not edit its page now."""
    person = check_writer(viewer)
    if not speaks_as(person, organisation.pk):
        raise Refused(_("Only the editors of an organisation can write in its name."))
    return person


def voice_named(viewer: Viewer, slug: str | None) -> Organisation | None:
    """The organisation in whose name somebody wants to write; None for their own. Raises Invalid for
    one that is not there, Refused for one that is not theirs."""
    if not slug:
        return None
    try:
        wanted = clean_text(slug, limit=SLUG_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"organisation": [str(error)]}) from error
    organisation = _shown().filter(slug=wanted).first()
    if organisation is None:
        raise Invalid({"organisation": [_("There is no such organisation.")]})
    check_speaks_as(viewer, organisation)
    return organisation
