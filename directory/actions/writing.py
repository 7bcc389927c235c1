"""What the actions share: the locked row, bringing cleaned fields into it, and how an edit ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import is_moderator
from directory.actions.set_networks import set_networks
from directory.actions.set_standings import set_standings
from directory.facts import ChangeWaits, OrganisationChanged
from directory.models import TEXTS, Change, Organisation, Site
from directory.policies import may_edit
from directory.record.values import (
    MATTERS,
    Values,
    differences,
    only,
    private_names,
    snapshot,
    snapshots,
    write_values,
)
from directory.versions import directory_changed
from directory.vocabulary.fields import ORGANISATION_FIELDS, SITE_FIELDS, WORD_FIELDS
from kernel import markdown
from kernel.facts import publish
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid, Refused

SOURCE_LIMIT, COMMENT_LIMIT = 120, 300


def apply_fields(organisation: Organisation, fields: Mapping[str, Any]) -> bool:
    """Sets what is given; whether anything is another now. Nothing is saved."""
    changed = False
    for name in ORGANISATION_FIELDS:
        if name in fields and getattr(organisation, name) != fields[name]:
            setattr(organisation, name, fields[name])
            changed = True
            if name in TEXTS:
                setattr(organisation, TEXTS[name], markdown.render(fields[name]))
    return changed


def apply_site(site: Site, fields: Mapping[str, Any]) -> bool:
    """The same for the first place."""
    changed = False
    for name in SITE_FIELDS:
        own = name.removeprefix("site_")
        if name in fields and getattr(site, own) != fields[name]:
            setattr(site, own, fields[name])
            changed = True
    return changed


def set_words(organisation: Organisation, fields: Mapping[str, Any]) -> bool:
    """Writes practice areas, audiences, formats and networks; whether anything is another now."""
    changed = "networks" in fields and set_networks(organisation, fields["networks"])
    if "standings" in fields:
        changed |= set_standings(organisation, fields["standings"])
    for name in WORD_FIELDS:
        if name in fields:
            words = getattr(organisation, name)
            if set(words.values_list("code", flat=True)) != set(fields[name]):
                words.set(words.model.objects.filter(code__in=fields[name]))
                changed = True
    return changed


def locked_for_editing(by: User, organisation: Organisation) -> Organisation:
    """The row, locked; from here to `touched` is one edit of this person, which the history keeps.
    Raises Refused when the person may not (or no longer) edit it."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not may_edit(by, locked):
        raise Refused(_("Only the editors of this organisation can change its page."))
    begin_edit(locked, by=by)
    return locked


def main_site(organisation: Organisation) -> Site:
    """The first place; made now for an organisation without one."""
    site = Site.objects.filter(organisation=organisation, position=0).first()
    return site or Site(organisation=organisation)


@dataclass
class Edit:
    """An edit that is going on: by whom (or what), and the record as it was before it."""

    by: User | None
    before: Values
    source: str = ""
    comment: str = ""
    """Why, in a few words of the person; the history shows it."""
    waiting: Change | None = None
    """What of it waits for a moderator, once it has been `touched`."""


def clean_comment(comment: str) -> str:
    """Why something was changed, as it may be kept. Raises Invalid."""
    try:
        return clean_text(comment, limit=COMMENT_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"comment": [str(error)]}) from error


def begin_edit(
    locked: Organisation, *, by: User | None, source: str = "", comment: str = ""
) -> None:
    """Remembers the record as it is, so that `touched` can write what became another."""
    locked.edit = Edit(by, snapshot(locked), source[:SOURCE_LIMIT], comment)


def touched(organisation: Organisation, *, confirmed: bool) -> None:
    """Ends an edit, inside its transaction: the history, the version, the times, the fact, the counter.

    Where the record is reviewed, what matters is put back as it was and waits (`edit.waiting`).
    """
    edit: Edit | None = organisation.edit
    organisation.save()
    before, after = differences(edit.before, snapshot(organisation)) if edit else ({}, {})
    if edit and _reviewed(edit, organisation) and not MATTERS.isdisjoint(after):
        held = MATTERS.intersection(after)
        write_values(edit.by, organisation, only(edit.before, held))
        organisation.save()
        edit.waiting = _hold(organisation, edit, only(before, held), only(after, held))
        before, after = (only(before, set(after) - held), only(after, set(after) - held))
        confirmed = False
        if not after:
            return
    now = timezone.now()
    if confirmed and not after:
        before, after = _confirmed(organisation, now)
    organisation.version += 1
    organisation.updated_at = now
    if confirmed:
        organisation.confirmed_at, organisation.times_asked = now, 0
        organisation.confirmed_by = edit.by if edit else None
    organisation.save()
    if edit and after:
        _remember(organisation, edit, before, after)
    publish(OrganisationChanged(organisation.pk))
    directory_changed()


def _reviewed(edit: Edit, organisation: Organisation) -> bool:
    return bool(organisation.moderated and edit.by is not None and not is_moderator(edit.by))


def _confirmed(organisation: Organisation, now: datetime) -> tuple[Values, Values]:
    """That all is still right stands in the history once a day."""
    last = organisation.confirmed_at
    before, after = day_of(last) if last else None, day_of(now)
    return differences({"confirmed": before}, {"confirmed": after})


def day_of(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


def _remember(organisation: Organisation, edit: Edit, before: Values, after: Values) -> None:
    present = {**edit.before, **after}
    Change.objects.create(
        organisation=organisation, version=organisation.version, by=edit.by, source=edit.source,
        comment=edit.comment, before=before, after=after,
        private=private_names(after, edit.before, present),
    )  # fmt: skip
    edit.before = present


def remember_edit(organisation: Organisation) -> None:
    """Writes what the edit has changed into the history, where the rest was done elsewhere (the
    administration)."""
    before, after = differences(organisation.edit.before, snapshot(organisation))
    if after:
        _remember(organisation, organisation.edit, before, after)


def _hold(organisation: Organisation, edit: Edit, before: Values, after: Values) -> Change:
    """The waiting change; a person has one a record, which a later edit adds to."""
    change = Change.objects.filter(
        organisation=organisation, by=edit.by, status=Change.Status.WAITING
    ).first() or Change(organisation=organisation, by=edit.by, status=Change.Status.WAITING)
    change.version, change.at = organisation.version, timezone.now()
    change.before, change.after = differences(
        {**change.before, **before}, {**change.after, **after}
    )
    change.comment = edit.comment or change.comment
    change.private = private_names(change.after, edit.before, {**edit.before, **change.after})
    change.save()
    publish(ChangeWaits(change.pk))
    return change


def remember_added(organisation: Organisation, by: User) -> None:
    """The first line of a record's history: what was written when it was put into the directory."""
    after = {name: value for name, value in snapshot(organisation).items() if value}
    Change.objects.create(
        organisation=organisation, version=organisation.version, by=by, after=after,
        private=private_names(after, after),
    )  # fmt: skip


def remember_import(
    renewed: Sequence[Organisation], before: Mapping[int, Values], *, source: str
) -> None:
    """Lines of the history for what an import has changed, in one statement more than reading it."""
    now = snapshots([organisation.pk for organisation in renewed])
    changes = []
    for organisation in renewed:
        old, new = differences(before[organisation.pk], now[organisation.pk])
        if new:
            changes.append(
                Change(
                    organisation=organisation, version=organisation.version, before=old, after=new,
                    source=(source or organisation.source)[:SOURCE_LIMIT],
                    private=private_names(new, before[organisation.pk], now[organisation.pk]),
                )
            )  # fmt: skip
    Change.objects.bulk_create(changes)
