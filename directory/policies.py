"""Who may do what in the directory. The same as questions of one object as the querysets are of many."""

from accounts.models import User
from accounts.viewer import Viewer, check_writer, is_moderator
from directory.models import Card, Membership, Organisation
from kernel.refusals import Refused


def may_see(viewer: Viewer, organisation: Organisation) -> bool:
    return not organisation.hidden or (organisation.merged_into_id is None and is_moderator(viewer))


def is_writer(viewer: Viewer) -> bool:
    """Whether the viewer may write anything at all: verified, not paused."""
    try:
        check_writer(viewer)
    except Refused:
        return False
    return True


def role_in(viewer: Viewer, organisation: Organisation) -> str:
    """The viewer's present role in the organisation: "editor", "member", or "" for none."""
    if not isinstance(viewer, User):
        return ""
    role = (
        Membership.objects.filter(organisation=organisation, person=viewer, left_at=None)
        .values_list("role", flat=True)
        .first()
    )
    return role or ""


def may_edit(viewer: Viewer, organisation: Organisation) -> bool:
    """Its editors may, and moderators; those who have left may not."""
    if not may_see(viewer, organisation) or not is_writer(viewer):
        return False
    return is_moderator(viewer) or role_in(viewer, organisation) == Membership.Role.EDITOR


def may_post_card(viewer: Viewer, organisation: Organisation) -> bool:
    """Everybody who belongs to it now may say what it seeks and has."""
    if not may_see(viewer, organisation) or not is_writer(viewer):
        return False
    return is_moderator(viewer) or bool(role_in(viewer, organisation))


def may_see_card(viewer: Viewer, card: Card) -> bool:
    """As `CardQuerySet.visible_to`, where also the organisation can be seen."""
    if card.removed_at is not None or (card.hidden and not is_moderator(viewer)):
        return False
    return may_see(viewer, card.organisation)


def may_close_card(viewer: Viewer, card: Card) -> bool:
    """Its author, while they belong to the organisation, and the organisation's editors."""
    if not may_see_card(viewer, card):
        return False
    if may_edit(viewer, card.organisation):
        return True
    return card.author_id == viewer.pk and may_post_card(viewer, card.organisation)


def may_name_partner(viewer: Viewer, card: Card) -> bool:
    """Who closes it as one of its own people: to say with whom it was found is to speak for it, and
    moderators speak for nobody."""
    return may_close_card(viewer, card) and bool(role_in(viewer, card.organisation))


def may_read_card(viewer: Viewer, card: Card) -> bool:
    """Everybody, as long as it stands, has run out or was found, wherever; what is no longer true is for
    its own people and for moderators."""
    if not may_see_card(viewer, card):
        return False
    if card.fulfilled_at is None or card.outcome in (Card.Outcome.FOUND, Card.Outcome.ELSEWHERE):
        return True
    return is_moderator(viewer) or bool(role_in(viewer, card.organisation))
