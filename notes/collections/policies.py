"""Who may change a collection."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer
from kernel.refusals import Refused
from notes.collections.models import Collection


def check_curate(viewer: Viewer, collection: Collection) -> User:
    person = check_writer(viewer)
    if collection.curator_id != person.pk:
        raise Refused(_("Only its curator can change this collection."))
    return person
