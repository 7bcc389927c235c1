"""A picture drawn anew from what was sent: upright, in sRGB, in a few sizes, with nothing else in it."""

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kernel.images.judging import BadImage, format_of
from kernel.images.sizes import Sizes, fit, widths_of

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000, "GIF": 25_000_000}
"""Judged by the head of the file, before anything is decoded. A JPEG is decoded smaller at once."""
LONGEST = 10
"""So many times may the longer side be as long as the shorter."""
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)
_one_at_a_time = Lock()
"""Two large pictures decoded at once would not fit a small machine."""


@dataclass(frozen=True)
class Made:
    """The copies as WebP by their width in pixels; `width` and `height` are those of the largest."""

    width: int
    height: int
    copies: Mapping[int, bytes]

    @property
    def mark(self) -> str:
        """32 hexadecimal figures that this picture alone has."""
        return hashlib.sha256(self.copies[self.width]).hexdigest()[:32]


def made_of(data: bytes, sizes: Sizes) -> Made:
    """The picture of this file. Raises BadImage."""
    from PIL import Image

    kind = format_of(data)
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a camera's broken notes, which stay behind anyway
        try:
            return _made(data, kind, sizes)
        except BadImage:
            raise
        except Image.DecompressionBombError as error:
            raise BadImage(_("This picture has far too many pixels. Make it smaller.")) from error
        # A decoder fails in as many ways as files are broken.
        except Exception as error:
            raise BadImage(_("This picture is damaged. Save it anew and send that.")) from error


def _made(data: bytes, kind: str, sizes: Sizes) -> Made:
    from PIL import Image

    with Image.open(BytesIO(data), formats=[kind]) as opened:
        _judge_size(opened.size, kind, sizes)
        turn = _orientation(opened)
        turned = turn in _TURNED
        width, height = opened.size[::-1] if turned else opened.size
        width, height = fit(width, height, sizes)
        lying = (height, width) if turned else (width, height)
        if kind == "JPEG":
            opened.draft(None, lying)
        opened.load()
        profile = opened.info.get("icc_profile")
        largest: Image.Image = _plain_mode(opened)
    largest = largest.resize(lying, Image.Resampling.LANCZOS, reducing_gap=3.0)
    largest = _upright(_in_srgb(largest, profile), turn)
    copies = {
        step: _encoded(largest, step, round(height * step / width) or 1, sizes.quality)
        for step in widths_of(width, sizes)
    }
    return Made(width, height, copies)


def _judge_size(size: tuple[int, int], kind: str, sizes: Sizes) -> None:
    width, height = size
    if width * height > MOST_PIXELS[kind]:
        raise BadImage(
            _("This picture has %(pixels)d million pixels; %(most)d fit. Make it smaller.")
            % {"pixels": width * height // 1_000_000, "most": MOST_PIXELS[kind] // 1_000_000}
        )
    if min(width, height) < sizes.least:
        raise BadImage(
            _("This picture is too small to be seen: %(width)d × %(height)d. Each side needs at least %(least)d pixels.")
            % {"width": width, "height": height, "least": sizes.least}
        )  # fmt: skip
    if max(width, height) > LONGEST * min(width, height):
        raise BadImage(_("This picture is too long and narrow. Cut it."))


def _orientation(image: "Image.Image") -> int:
    """How the camera was held, 1 to 8; 1 where it does not say, or says nonsense."""
    try:
        turn = image.getexif().get(_ORIENTATION, 1)
    except Exception:
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _plain_mode(image: "Image.Image") -> "Image.Image":
    """L, LA, RGB, RGBA or CMYK: what can be made smaller without harm."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image.copy()
    return image.convert("RGB")


def _in_srgb(image: "Image.Image", profile: Any) -> "Image.Image":
    """The colours as every screen understands them; the profile itself stays behind."""
    seen = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert("RGB") if image.mode == "RGBA" else image
    if isinstance(profile, bytes) and colours.mode in ("RGB", "CMYK"):
        colours = _converted(colours, profile)
    colours = colours.convert("RGB")
    if seen is not None and seen.getextrema()[0] < 255:  # type: ignore[operator]
        colours.putalpha(seen)
    return colours


def _converted(image: "Image.Image", profile: bytes) -> "Image.Image":
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _upright(image: "Image.Image", turn: int) -> "Image.Image":
    from PIL import Image

    steps = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
    }  # fmt: skip
    return image.transpose(steps[turn]) if turn in steps else image


def _encoded(image: "Image.Image", width: int, height: int, quality: int) -> bytes:
    from PIL import Image

    copy = image
    if image.size != (width, height):
        copy = image.resize((width, height), Image.Resampling.LANCZOS)
    copy.info = {}
    buffer = BytesIO()
    copy.save(buffer, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return buffer.getvalue()
