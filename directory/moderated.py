"""How moderation finds, shows and hides an organisation."""

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.actions.hide import hide_organisation
from directory.models import Membership, Organisation
from directory.record.changes import number_of_changes
from directory.record.claims import number_of_claims
from moderation.registry import Moderated, Queue, register, register_queue


def _get(viewer: Viewer, pk: int) -> Organisation | None:
    return Organisation.objects.visible_to(viewer).filter(pk=pk).first()


def _editor(organisation: Organisation) -> int | None:
    """Who answers for the page: its first present editor."""
    editors = Membership.objects.filter(
        organisation=organisation, role=Membership.Role.EDITOR, left_at=None
    )
    return editors.order_by("since", "pk").values_list("person_id", flat=True).first()


def _hide(organisation: Organisation, hidden: bool) -> None:
    hide_organisation(organisation=organisation, hidden=hidden)


def register_organisations() -> None:
    register(
        Moderated(
            kind="organisation",
            get=_get,
            author_id=_editor,
            title=lambda organisation: organisation.name,
            excerpt=lambda organisation: organisation.summary or organisation.description[:300],
            url=lambda organisation: organisation.get_absolute_url(),
            hide=_hide,
        )
    )
    register_queue(
        "directory",
        Queue(
            title=lambda: _("Changes and claims in the directory"),
            url="/directory/review/",
            waiting=lambda: number_of_changes() + number_of_claims(),
        ),
    )
