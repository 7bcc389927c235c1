"""What the actions share: the locked row, bringing cleaned fields into it, and how an edit ends."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from directory.actions.set_networks import set_networks
from directory.facts import OrganisationChanged
from directory.fields import ORGANISATION_FIELDS, SITE_FIELDS, WORD_FIELDS
from directory.models import Organisation, Site
from directory.policies import may_edit
from directory.versions import directory_changed
from kernel import markdown
from kernel.facts import publish
from kernel.refusals import Refused


def apply_fields(organisation: Organisation, fields: Mapping[str, Any]) -> bool:
    """Sets what is given; whether anything is another now. Nothing is saved."""
    changed = False
    for name in ORGANISATION_FIELDS:
        if name in fields and getattr(organisation, name) != fields[name]:
            setattr(organisation, name, fields[name])
            changed = True
            if name == "description":
                organisation.html = markdown.render(organisation.description)
    return changed


def apply_site(site: Site, fields: Mapping[str, Any]) -> bool:
    """The same for the first place."""
    changed = False
    for name in SITE_FIELDS:
        own = "name" if name == "site_name" else name
        if name in fields and getattr(site, own) != fields[name]:
            setattr(site, own, fields[name])
            changed = True
    return changed


def set_words(organisation: Organisation, fields: Mapping[str, Any]) -> bool:
    """Writes practice areas, audiences, formats and networks; whether anything is another now."""
    changed = "networks" in fields and set_networks(organisation, fields["networks"])
    for name in WORD_FIELDS:
        if name in fields:
            words = getattr(organisation, name)
            if set(words.values_list("code", flat=True)) != set(fields[name]):
                words.set(words.model.objects.filter(code__in=fields[name]))
                changed = True
    return changed


def locked_for_editing(by: User, organisation: Organisation) -> Organisation:
    """The row, locked. Raises Refused when the person may not (or no longer) edit it."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not may_edit(by, locked):
        raise Refused(_("Only the editors of this organisation can change its page."))
    return locked


def main_site(organisation: Organisation) -> Site:
    """The first place; made now for an organisation without one."""
    site = Site.objects.filter(organisation=organisation, position=0).first()
    return site or Site(organisation=organisation)


def touched(organisation: Organisation, *, confirmed: bool) -> None:
    """Ends an edit, inside its transaction: the version, the times, the fact, the counter."""
    organisation.version += 1
    organisation.updated_at = timezone.now()
    if confirmed:
        organisation.confirmed_at = organisation.updated_at
    organisation.save()
    publish(OrganisationChanged(organisation.pk))
    directory_changed()
