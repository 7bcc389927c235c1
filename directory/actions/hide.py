"""A decision of the moderators: an organisation's page is hidden, or shown again."""

from django.db import transaction

from directory.facts import OrganisationChanged
from directory.models import Organisation
from directory.versions import directory_changed
from kernel.facts import publish


def hide_organisation(*, organisation: Organisation, hidden: bool) -> None:
    """Called by moderation, which has judged who may and writes the decision in the same transaction."""
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if locked.hidden != hidden:
            locked.hidden = hidden
            locked.version += 1
            locked.save(update_fields=["hidden", "version"])
            publish(OrganisationChanged(locked.pk))
            directory_changed()
