"""An organisation's pictures: sending one, saying what it shows, their order, taking one away.

The version of the page stays: otherwise a picture added meanwhile would make a conflict of the form
that the same person has open in another window.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.writing import locked_for_editing, remember_edit
from directory.models import Organisation, Photo, Site
from directory.page.gallery import SIZES
from directory.versions import directory_changed
from directory.vocabulary.alt import read_alt, read_credit
from kernel import images
from kernel.fields import gathered
from kernel.images.making import Made, made_of
from kernel.once import once
from kernel.refusals import Conflict, Invalid, Refused

MOST_PHOTOS = 12
MOST_BYTES = 24_000_000
"""Of all copies of an organisation's pictures."""


@dataclass(frozen=True)
class Sent:
    """A file as it came; its name only tells whether the words repeat it."""

    data: bytes
    name: str = ""


def add_photo(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    sent: Sent,
    alt: str,
    credit: str = "",
    site: int | None = None,
    key: str | None = None,
) -> Photo:
    """Keeps a picture, drawn anew, or answers with the one that the same key made. A logo takes the
    place of the one before. `site` is the id of a place of the organisation. Raises Refused, Invalid,
    KeyReused."""
    check_writer(by)
    if kind not in Photo.Kind.values:
        raise Invalid({"kind": [_("Choose one from the list.")]})
    words = gathered(
        alt=lambda: read_alt(alt, file_name=sent.name), credit=lambda: read_credit(credit)
    )
    try:
        made = made_of(sent.data, SIZES[kind])
    except images.BadImage as error:
        raise Invalid({"file": [str(error)]}) from error
    # Written before the transaction: nobody waits for our disk, and no row names a file to come.
    name = images.keep(made)
    try:
        with transaction.atomic():
            locked = locked_for_editing(by, organisation)

            def make() -> int:
                _judge_room(locked, kind, made, name)
                return _written(
                    by, locked, kind, made, name, {**words, "site": _site(locked, site)}
                )

            payload = ["photo", locked.pk, kind, hashlib.sha256(sent.data).hexdigest(), words, site]
            pk, is_new = once(person_id=by.pk, key=key, payload=payload, make=make)
    except BaseException:
        images.discard(name)
        raise
    if not is_new:
        images.discard(name)
    photo = Photo.objects.filter(pk=pk).first()
    if photo is None:  # sent again after it had been removed
        raise Refused(_("This picture was sent before and has been removed since."))
    return photo


def _judge_room(organisation: Organisation, kind: str, made: Made, name: str) -> None:
    rows = list(Photo.objects.filter(organisation=organisation))
    same = name.rsplit("-", 1)[0]
    if any(row.name.startswith(same) and row.kind == kind for row in rows):
        raise Invalid({"file": [_("This picture is here already.")]})
    staying = [row for row in rows if row.kind == Photo.Kind.PHOTO or kind != row.kind]
    photos = sum(row.kind == Photo.Kind.PHOTO for row in rows)
    if kind == Photo.Kind.PHOTO and photos >= MOST_PHOTOS:
        raise Invalid(
            {"file": [_("There are %(most)d photographs already, and no more fit. Remove one first.") % {"most": MOST_PHOTOS}]}
        )  # fmt: skip
    weight = sum(images.weight(row.name) for row in staying)
    if weight + sum(map(len, made.copies.values())) > MOST_BYTES:
        raise Invalid(
            {"file": [_("All pictures together have become too large. Remove one first.")]}
        )


def _site(organisation: Organisation, pk: int | None) -> Site | None:
    if pk is None:
        return None
    site = Site.objects.filter(organisation=organisation, pk=pk).first()
    if site is None:
        raise Invalid({"site": [_("Choose one from the list.")]})
    return site


def _written(
    by: User, organisation: Organisation, kind: str, made: Made, name: str, words: dict[str, object]
) -> int:
    if kind == Photo.Kind.LOGO:
        for before in Photo.objects.filter(organisation=organisation, kind=kind):
            before.delete()
    last = Photo.objects.filter(organisation=organisation).order_by("-position").first()
    photo = Photo.objects.create(
        organisation=organisation, kind=kind, name=name, width=made.width, height=made.height, by=by,
        position=last.position + 1 if last else 0, **words,
    )  # fmt: skip
    _touched(organisation)
    return photo.pk


def describe_photo(
    *,
    by: User,
    photo: Photo,
    alt: str,
    credit: str,
    site: int | None = None,
    seen: str | None = None,
) -> Photo:
    """Says anew what the picture shows, who made it and at which place. `seen` is `wording` of what
    the person had before them: Conflict if somebody has changed it since. Raises Refused, Invalid."""
    check_writer(by)
    words = gathered(alt=lambda: read_alt(alt), credit=lambda: read_credit(credit))
    with transaction.atomic():
        organisation, locked = _locked(by, photo)
        if seen is not None and seen != wording(locked):
            raise Conflict(_("Somebody has described this picture anew since you opened the page."))
        place = _site(organisation, site)
        if (locked.alt, locked.credit, locked.site_id) != (words["alt"], words["credit"], place and place.pk):  # fmt: skip
            locked.alt, locked.credit, locked.site = words["alt"], words["credit"], place
            locked.save(update_fields=["alt", "credit", "site"])
            _touched(organisation)
    return locked


def wording(photo: Photo) -> str:
    """A short mark of what is said of a picture: the same words, the same mark."""
    said = "\0".join((photo.alt, photo.credit, str(photo.site_id or "")))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def move_photo(*, by: User, photo: Photo, earlier: bool) -> None:
    """Changes places with the photograph before it or after it; at an end nothing changes."""
    check_writer(by)
    with transaction.atomic():
        organisation, locked = _locked(by, photo)
        photos = Photo.objects.filter(organisation=organisation, kind=locked.kind)
        order = list(photos.order_by("position", "pk"))
        place = order.index(locked)
        other = place - 1 if earlier else place + 1
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            for number, row in enumerate(order, start=1):
                row.position = number
            Photo.objects.bulk_update(order, ["position"])
            _touched(organisation)


def remove_photo(*, by: User, photo: Photo) -> None:
    """Takes a picture away; its files go after the commit (directory.receivers). A second time
    changes nothing."""
    check_writer(by)
    with transaction.atomic():
        organisation = locked_for_editing(by, photo.organisation)
        row = Photo.objects.filter(pk=photo.pk, organisation=organisation).first()
        if row is not None:
            row.delete()
            _touched(organisation)


def _locked(by: User, photo: Photo) -> tuple[Organisation, Photo]:
    organisation = locked_for_editing(by, photo.organisation)
    locked = Photo.objects.filter(pk=photo.pk, organisation=organisation).first()
    if locked is None:
        raise Conflict(_("Somebody has removed this picture."))
    return organisation, locked


def _touched(organisation: Organisation) -> None:
    organisation.updated_at = timezone.now()
    organisation.save(update_fields=["updated_at"])
    remember_edit(organisation)
    directory_changed()
