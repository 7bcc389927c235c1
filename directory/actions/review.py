"""Waiting changes are taken or not; a change that was made is undone."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from directory.actions.places import check_first
from directory.actions.writing import begin_edit, clean_comment, locked_for_editing, touched
from directory.facts import ChangeDecided
from directory.letters import change_decided
from directory.models import Change, Organisation, Site
from directory.record.changes import conflicting, fingerprint, names_in
from directory.record.values import (
    MAIN,
    differences,
    hangs_on_main,
    only,
    private_names,
    reversible,
    snapshot,
    write_values,
)
from kernel.facts import publish
from kernel.gate import BadText, clean_text, required_text
from kernel.refusals import Conflict, Invalid, Refused
from moderation.actions.state import state
from moderation.models import Statement, Verdict

REASON_LIMIT = 1_000
WRITTEN, PRESENT = "written", "present"


def check_reviewer(by: User) -> None:
    check_writer(by)
    if not is_moderator(by):
        raise Refused(_("Only moderators decide this."))


def clean_reason(reason: str, *, required: bool) -> str:
    """What the person will read. Raises Invalid."""
    try:
        return (required_text if required else clean_text)(reason, limit=REASON_LIMIT)
    except BadText as error:
        raise Invalid({"reason": [str(error)]}) from error


def approve_change(
    *, by: User, change: Change, seen: str, conflicts: Mapping[str, str], reason: str = ""
) -> Change:
    """Brings a waiting change into the record as it is now.

    `seen`: the fingerprint of what the moderator read. `conflicts`: for each field that somebody has
    changed meanwhile, WRITTEN (take the author's) or PRESENT (leave what stands). Raises Refused,
    Invalid, and Conflict when it is decided already or another one than was seen.
    """
    reason = clean_reason(reason, required=False)
    with transaction.atomic():
        organisation, locked = _to_decide(by, change, seen)
        now = snapshot(organisation)
        clash = conflicting(locked, now)
        if any(conflicts.get(name) not in (WRITTEN, PRESENT) for name in clash):
            raise Invalid({"conflicts": [_("Choose which of the two stays, for each field.")]})
        left = {name for name in clash if conflicts[name] == PRESENT}
        after = {name: value for name, value in locked.after.items() if name not in left}
        if not after:
            raise Invalid({"conflicts": [_("Nothing of it is left. Do not take it instead.")]})
        write_values(locked.by, organisation, after)
        touched(organisation, confirmed=False)
        locked.before, locked.after = differences(only(now, after), after)
        locked.version, locked.status = organisation.version, Change.Status.APPLIED
        locked.private = private_names(after, now, {**now, **after})
        _decided(by, locked, reason)
    return locked


def reject_change(*, by: User, change: Change, seen: str, reason: str) -> Change:
    """Leaves the record as it is; the author reads why. Raises as `approve_change`."""
    reason = clean_reason(reason, required=True)
    with transaction.atomic():
        _organisation, locked = _to_decide(by, change, seen)
        locked.status = Change.Status.REJECTED
        if locked.by_id is not None:
            state(
                by=by, person_id=locked.by_id, verdict=Verdict.REFUSE, kind="change", object_id=locked.pk,
                title=locked.organisation.name, url=f"{locked.organisation.get_absolute_url()}history/",
                reason=reason, ground="other",
            )  # fmt: skip
        _decided(by, locked, reason)
    return locked


def wait_again(by: User, statement: Statement, reason: str) -> None:
    """The refusal was wrong: the change waits once more, to be read against the page as it is now. Answers
    `moderation.registry.reverses`."""
    back = Change.objects.filter(pk=statement.object_id, status=Change.Status.REJECTED)
    if not back.update(status=Change.Status.WAITING, decided_by=None, decided_at=None, reason=""):
        raise Conflict(_("This does not wait any more: it has been decided or taken back."))


def _to_decide(by: User, change: Change, seen: str) -> tuple[Organisation, Change]:
    """Both rows, locked: the record's first, as edits do."""
    check_reviewer(by)
    organisation = Organisation.objects.select_for_update().get(pk=change.organisation_id)
    locked = Change.objects.select_for_update().get(pk=change.pk)
    if locked.status != Change.Status.WAITING:
        raise Conflict(_("This does not wait any more: it has been decided or taken back."))
    if locked.by_id == by.pk:
        raise Refused(_("Somebody else must decide about what you wrote."))
    if fingerprint(locked) != seen:
        raise Conflict(_("Its author has changed it since you opened it. Look at it once more."))
    return organisation, locked


def _decided(by: User | None, change: Change, reason: str) -> None:
    change.decided_by, change.decided_at, change.reason = by, timezone.now(), reason
    change.save()
    change_decided(change)
    publish(ChangeDecided(change.pk))


def reject_of_merged(*, by: User, organisation: Organisation, reason: str) -> None:
    """What waits on a record that goes into another cannot be taken any more; its authors are told.
    Inside the caller's transaction."""
    for change in Change.objects.select_for_update().filter(
        organisation=organisation, status=Change.Status.WAITING
    ):
        change.status = Change.Status.REJECTED
        _decided(by, change, reason)


def withdraw_change(*, by: User, change: Change) -> None:
    """Its author takes a waiting change back. A second time changes nothing."""
    check_writer(by)
    with transaction.atomic():
        locked = Change.objects.select_for_update().get(pk=change.pk)
        if locked.by_id != by.pk:
            raise Refused(_("Only who wrote it can take it back."))
        if locked.status == Change.Status.WITHDRAWN:
            return
        if locked.status != Change.Status.WAITING:
            raise Conflict(_("This does not wait any more: it has been decided or taken back."))
        locked.status, locked.decided_at = Change.Status.WITHDRAWN, timezone.now()
        locked.save(update_fields=["status", "decided_at"])


def undo_change(
    *, by: User, organisation: Organisation, change: Change, names: Collection[str], comment: str
) -> Organisation:
    """Brings back what stood in these fields before the change: an edit like any other, which may wait
    for review itself (`edit.waiting`). Raises Refused, Invalid, Conflict."""
    check_writer(by)
    comment = clean_comment(comment)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        locked.edit.comment = comment
        if change.organisation_id != locked.pk or change.status != Change.Status.APPLIED:
            raise Conflict(_("This change was not made here, so it cannot be undone."))
        chosen = [
            name
            for name in names_in(change, names)
            if reversible(name, change.before, change.after)
        ]
        if not chosen:
            raise Invalid({"names": [_("Choose at least one field.")]})
        if MAIN in chosen:
            check_first(by, locked, changes=True)
            chosen += _gone_with_main(locked, change)
        write_values(by, locked, {name: change.before.get(name) for name in chosen})
        touched(locked, confirmed=False)
    return locked


def _gone_with_main(organisation: Organisation, change: Change) -> list[str]:
    """What a main place that was removed had, to come back with it. One that is still there, as a further
    place, has it all and may have been changed since."""
    pk = change.before.get(MAIN)
    if not pk or Site.objects.filter(organisation=organisation, pk=pk).exists():
        return []
    return [name for name in change.before if hangs_on_main(name) and not _has_id(name)]


def _has_id(name: str) -> bool:
    """Whether a name speaks of a further place: "site.7", "access.7.winda", "hours.7"."""
    return any(word.isdigit() for word in name.split("."))


def set_review(*, by: User, organisation: Organisation, on: bool) -> None:
    """From now on changes that matter wait for a moderator, or no longer do. What waits goes on waiting."""
    check_reviewer(by)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        if locked.moderated != on:
            locked.moderated = on
            touched(locked, confirmed=False)


def review_from_now(organisation: Organisation, *, by: User) -> None:
    """The same for a record that is locked already, inside the caller's transaction."""
    if not organisation.moderated:
        begin_edit(organisation, by=by)
        organisation.moderated = True
        touched(organisation, confirmed=False)
