"""An editor changes the page: what is written, where it is, what it offers, and "it is still right"."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from directory.actions.set_access import GivenFact, write_facts
from directory.actions.writing import (
    apply_fields,
    apply_site,
    clean_comment,
    locked_for_editing,
    main_site,
    set_words,
    touched,
)
from directory.models import Organisation
from directory.vocabulary.fields import clean_fields
from kernel.refusals import Conflict


def update_organisation(
    *,
    by: User,
    organisation: Organisation,
    fields: Mapping[str, Any],
    access: Mapping[str, GivenFact] | None = None,
    version: int | None = None,
    comment: str = "",
) -> Organisation:
    """Writes the fields that are given (see `clean_fields`) and, with `access`, these facts. `comment`:
    why, for the history. Its `edit.waiting` is what of it waits for a moderator.

    `version` is that of the page the person saw: Conflict if somebody has saved since. Raises Refused
    and Invalid too. Sending what is there already only confirms it.
    """
    check_writer(by)
    clean = clean_fields(fields)
    comment = clean_comment(comment)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        locked.edit.comment = comment
        if version is not None and locked.version != version:
            raise Conflict(_("Somebody has changed this page since you opened it."))
        site = main_site(locked)
        changed = apply_fields(locked, clean)
        changed |= apply_site(site, clean)
        site.save()
        changed |= set_words(locked, clean)
        changed |= write_facts(by=by, site=site, access=access or {})
        touched(locked, confirmed=not is_moderator(by) or changed)
    return locked


def confirm_organisation(*, by: User, organisation: Organisation) -> Organisation:
    """An editor says that everything on the page is still right."""
    check_writer(by)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        touched(locked, confirmed=True)
    return locked
