"""How moderation finds, shows and hides an organisation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.actions.claims import open_again
from directory.actions.hide import hide_organisation
from directory.actions.review import wait_again
from directory.models import Membership, Organisation
from directory.record.changes import number_of_changes, waiting_page
from directory.record.claims import claims_page, number_of_claims
from moderation.registry import Item, Moderated, Queue, register, register_queue, reverses


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


def _belonging(organisation: Organisation) -> Sequence[int]:
    rows = Membership.objects.filter(organisation=organisation, left_at=None)
    return list(rows.values_list("person_id", flat=True))


def _at(words: Sequence[str]) -> int | None:
    """/directory/<slug>/"""
    if len(words) != 2 or words[0] != "directory":
        return None
    return Organisation.objects.filter(slug=words[1]).values_list("pk", flat=True).first()


def _items(request: HttpRequest) -> Sequence[Item]:
    """Changes of reviewed records and claims, each with its own page."""
    changes = [
        Item(
            kind="directory", object_id=change.pk, title=change.organisation.name,
            url=f"/directory/review/changes/{change.pk}/", since=change.at,
            why=_("a change of a reviewed page"), person=change.by,
        )
        for change in waiting_page(cursor=None).rows
    ]  # fmt: skip
    claims = [
        Item(
            kind="claims", object_id=claim.pk, title=claim.organisation.name,
            url=f"/directory/review/claims/{claim.pk}/", since=claim.created_at,
            why=_("somebody wants to look after this page"), excerpt=claim.evidence, person=claim.person,
        )
        for claim in claims_page(cursor=None).rows
    ]  # fmt: skip
    return [*changes, *claims]


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
            parties=_belonging,
            at=_at,
        )
    )
    reverses("change", wait_again)
    reverses("claim", open_again)
    register_queue(
        "directory",
        Queue(
            title=lambda: _("Changes and claims in the directory"),
            url="/directory/review/",
            waiting=lambda: number_of_changes() + number_of_claims(),
            items=_items,
        ),
    )
