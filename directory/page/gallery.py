"""The pictures of organisations as pages, data and machines show them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from directory.models import Organisation, Photo
from kernel import images

SIZES: Mapping[str, images.Sizes] = {
    Photo.Kind.LOGO: images.SMALL,
    Photo.Kind.PHOTO: images.LARGE,
}


@dataclass(frozen=True)
class Shown:
    """A picture as a template prints it: `src` is the middle copy, `srcset` all of them, `largest` the
    largest, of which `width` and `height` speak."""

    pk: int
    src: str
    srcset: str
    largest: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class Gallery:
    logo: Shown | None = None
    photos: Sequence[Shown] = ()

    @property
    def sign(self) -> str:
        """The address, with the host, of the picture that stands for the organisation elsewhere: a
        photograph rather than the logo; "" for none."""
        one = self.photos[0] if self.photos else self.logo
        return f"{settings.BASE_URL}{one.largest}" if one else ""


NO_GALLERY = Gallery()


def shown(photo: Photo) -> Shown:
    """What is printed of one row."""
    sizes = SIZES[photo.kind]
    steps = images.widths_of(photo.width, sizes)
    middle = steps[min(1, len(steps) - 1)]
    return Shown(
        photo.pk, images.address(photo.name, middle),
        images.source_set(photo.name, photo.width, sizes), images.address(photo.name, photo.width),
        photo.width, photo.height, photo.alt, photo.credit,
    )  # fmt: skip


def photos_of(pks: Collection[int]) -> dict[int, list[Photo]]:
    """The rows by organisation, logo and photographs, in their order; one statement."""
    found: dict[int, list[Photo]] = defaultdict(list)
    for photo in Photo.objects.filter(organisation__in=pks).order_by("position", "pk"):
        found[photo.organisation_id].append(photo)
    return found


PHOTO_COLUMNS = ("id", "kind", "name", "width", "height", "alt", "credit", "position")


def gallery_of(rows: Iterable[Mapping[str, Any]]) -> Gallery:
    """What a page shows, of rows of PHOTO_COLUMNS in any order."""
    photos = [Photo(**row) for row in rows]
    photos.sort(key=lambda photo: (photo.position, photo.pk))
    logos = [shown(photo) for photo in photos if photo.kind == Photo.Kind.LOGO]
    others = [shown(photo) for photo in photos if photo.kind == Photo.Kind.PHOTO]
    return Gallery(logos[0] if logos else None, tuple(others))


def with_logos(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The same organisations, each with its logo's name and width, for `small_logo`; no statement more."""
    logos = Photo.objects.filter(organisation=OuterRef("pk"), kind=Photo.Kind.LOGO)
    return found.annotate(
        logo_name=Subquery(logos.values("name")), logo_width=Subquery(logos.values("width"))
    )


def small_logo(organisation: Organisation) -> str:
    """The address of the smallest copy of its logo, for lists; "" for none. Wants `with_logos`."""
    name, width = getattr(organisation, "logo_name", None), getattr(organisation, "logo_width", 0)
    return images.address(name, images.widths_of(width, images.SMALL)[0]) if name else ""


def as_data(photos: Sequence[Photo]) -> dict[str, Any]:
    """`logo` and `photos` as JSON has them, with whole addresses of the largest copies."""
    described = [
        (photo.kind, {
            "url": f"{settings.BASE_URL}{images.address(photo.name, photo.width)}", "alt": photo.alt,
            "credit": photo.credit, "width": photo.width, "height": photo.height,
        })
        for photo in photos
    ]  # fmt: skip
    logos = [one for kind, one in described if kind == Photo.Kind.LOGO]
    return {
        "logo": logos[0] if logos else None,
        "photos": [one for kind, one in described if kind == Photo.Kind.PHOTO],
    }


def _used(names: Collection[str]) -> set[str]:
    return set(Photo.objects.filter(name__in=names).values_list("name", flat=True))


def _every() -> Iterator[tuple[str, int, images.Sizes]]:
    rows = Photo.objects.order_by("pk").values_list("name", "width", "kind")
    for name, width, kind in rows.iterator():
        yield name, width, SIZES[kind]


def register_photos() -> None:
    """Lets the keeper of pictures ask which of its files this table names."""
    images.owners["directory.photos"] = images.Owner(_used, _every)
