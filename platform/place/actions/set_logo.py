"""An administrator puts a picture beside the name of the place, or takes it away."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.images.judging import BadImage
from kernel.images.making import made_of
from kernel.images.sizes import Sizes
from kernel.refusals import Invalid
from place.access import administrator_of
from place.actions.change_settings import held_settings, keep_settings
from place.actions.record import record
from place.models import Logo
from place.saying import LOGO

FILE_LIMIT = 1024 * 1024
SIZES = Sizes((320,), quality=90, least=32)
"""It stands 34 pixels high, at twice that on sharp screens."""


def set_logo(*, by: User, picture: bytes | None) -> None:
    """None: the mark that comes with the product. Raises Invalid (picture)."""
    administrator_of(by)
    mark, image = "", b""
    if picture is not None:
        if len(picture) > FILE_LIMIT:
            raise Invalid({"picture": [_("This file is too large: a megabyte fits.")]})
        try:
            made = made_of(picture, SIZES)
        except BadImage as error:
            raise Invalid({"picture": [str(error)]}) from error
        mark, image = made.mark, made.copies[made.width]
    with transaction.atomic():
        row = held_settings()
        before = row.values.get(LOGO, "")
        if record(by=by, what="logo", before={LOGO: before}, after={LOGO: mark}) is None:
            return
        Logo.objects.all().delete()
        if mark:
            Logo.objects.create(mark=mark, image=image)
        keep_settings(row, {LOGO: mark})
