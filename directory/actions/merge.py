"""A twin goes into another record: what is told of it, who belongs to it, and its address."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from directory.actions.moving import (
    move_claims,
    move_contacts,
    move_found,
    move_networks,
    move_partnerships,
    move_people,
    move_photos,
    move_reports,
    move_sites,
    move_standings,
)
from directory.actions.review import check_reviewer, reject_of_merged
from directory.actions.writing import begin_edit, clean_comment, touched
from directory.facts import MembershipChanged, OrganisationChanged, OrganisationsMerged
from directory.models import Card, Change, Membership, OldAddress, Organisation
from directory.record.values import snapshot, writable, write_values
from directory.versions import directory_changed
from kernel.facts import publish
from kernel.refusals import Conflict, Invalid

KEPT, GONE, BOTH = "kept", "gone", "both"


def merge_organisations(
    *,
    by: User,
    gone: Organisation,
    kept: Organisation,
    choices: Mapping[str, str],
    versions: tuple[int, int],
    same_place: bool,
    comment: str = "",
) -> Organisation:
    """`gone` goes into `kept` for good: its address leads there, its people, cards, contacts, pictures,
    networks and partnerships are there.

    `choices`: for a field, KEPT (also without a choice), GONE or, for lists, BOTH. `versions`: those of
    the two as the moderator saw them. `same_place`: the two first places are one; else the place of
    `gone` becomes a further one. Raises Refused, Invalid, Conflict.
    """
    check_reviewer(by)
    comment = clean_comment(comment)
    if any(choice not in (KEPT, GONE, BOTH) for choice in choices.values()):
        raise Invalid({"choices": [_("Choose one from the list.")]})
    with transaction.atomic():
        gone, kept = _both(gone, kept)
        if (gone.version, kept.version) != versions:
            raise Conflict(
                _("One of the two has changed since you opened this page. Compare once more.")
            )
        begin_edit(
            kept, by=by, comment=comment or _("Merged with “%(name)s”") % {"name": gone.name}
        )
        theirs, ours = snapshot(gone), snapshot(kept)
        reject_of_merged(
            by=by, organisation=gone, reason=_("This record was merged into another one: %(name)s.")
            % {"name": kept.name},
        )  # fmt: skip
        kept.source = kept.source or gone.source
        chosen = _chosen(choices, ours, theirs)
        if same_place and ours.get("lon") is None and theirs.get("lon") is not None:
            chosen |= {name: theirs[name] for name in ("lon", "lat", "precision")}
        write_values(by, kept, chosen)
        _move(gone, kept, same_place=same_place)
        touched(kept, confirmed=False)
        _lay_down(by, gone, kept, comment)
        publish(OrganisationsMerged(kept.pk, gone.pk))
        publish(OrganisationChanged(gone.pk))
        # Who looks after the one page looks after the other now, with the conversations of both.
        for person in Membership.objects.filter(organisation=kept, left_at=None):
            publish(MembershipChanged(kept.pk, person.person_id))
        directory_changed()
    return kept


def _both(gone: Organisation, kept: Organisation) -> tuple[Organisation, Organisation]:
    """Both rows, locked in the order of their ids, so that two merges never wait in a circle."""
    if gone.pk == kept.pk:
        raise Invalid({"into": [_("This is the same record.")]})
    rows = {
        row.pk: row
        for row in Organisation.objects.select_for_update()
        .filter(pk__in=(gone.pk, kept.pk))
        .order_by("pk")
    }
    if any(pk not in rows or rows[pk].merged_into_id is not None for pk in (gone.pk, kept.pk)):
        raise Conflict(_("One of the two was merged into another record already."))
    return rows[gone.pk], rows[kept.pk]


def _chosen(
    choices: Mapping[str, str], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """What is written into the record that stays."""
    found: dict[str, Any] = {}
    for name, choice in choices.items():
        if choice == KEPT or not writable(name) or "." in name:
            continue
        value = theirs.get(name)
        mine = ours.get(name)
        if choice == BOTH and isinstance(mine, list) and isinstance(value, list):
            value = [*mine, *(one for one in value if one not in mine)]
        elif choice == BOTH:
            continue
        found[name] = value
    return found


def _move(gone: Organisation, kept: Organisation, *, same_place: bool) -> None:
    move_people(gone, kept)
    move_contacts(gone, kept)
    move_sites(gone, kept, same_place=same_place)
    move_photos(gone, kept)
    move_networks(gone, kept)
    move_standings(gone, kept)
    move_partnerships(gone, kept)
    move_claims(gone, kept)
    move_reports(gone, kept)
    Card.objects.filter(organisation=gone).update(organisation=kept)
    move_found(gone, kept)


def _lay_down(by: User, gone: Organisation, kept: Organisation, comment: str) -> None:
    """The twin is hidden for good and leads to the one that stays, with all that led to it."""
    Organisation.objects.filter(merged_into=gone).update(merged_into=kept)
    OldAddress.objects.filter(organisation=gone).update(organisation=kept)
    OldAddress.objects.update_or_create(slug=gone.slug, defaults={"organisation": kept})
    gone.hidden, gone.merged_into = True, kept
    gone.version += 1
    gone.save()
    Change.objects.create(
        organisation=gone, version=gone.version, by=by, comment=comment,
        before={"merged_into": None}, after={"merged_into": kept.name},
    )  # fmt: skip
