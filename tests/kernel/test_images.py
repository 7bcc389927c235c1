"""Pictures are judged by what they are, made anew without what came with them, and only shown."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from PIL import Image, ImageCms

from kernel import images
from kernel.images.judging import format_of
from kernel.images.making import Made, made_of

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def two_inks(width: int = 800, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), LEFT)
    picture.paste(RIGHT, (width // 2, 0, width, height))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(made: Made, width: int | None = None) -> Image.Image:
    return Image.open(BytesIO(made.copies[width or made.width]))


def ink_at(picture: Image.Image, across: float, down: float = 0.5) -> str:
    red, _green, blue = picture.convert("RGB").getpixel(
        (int(picture.width * across), int(picture.height * down))
    )  # type: ignore[misc]
    return "left" if red > blue else "right"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_kind_is_known_and_becomes_webp(kind: str) -> None:
    data = saved(two_inks(), kind)
    assert format_of(data) == kind
    made = made_of(data, images.LARGE)
    assert (made.width, made.height) == (800, 400)
    assert sorted(made.copies) == [480, 800]
    for width in made.copies:
        copy = opened(made, width)
        assert (copy.format, copy.width) == ("WEBP", width)
        assert (ink_at(copy, 0.1), ink_at(copy, 0.9)) == ("left", "right")


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "RGBA", "I;16"])
def test_every_mode_of_colour_is_understood(mode: str) -> None:
    if mode == "I;16":
        data = saved(Image.new("I", (400, 300), 40_000).convert("I;16"), "PNG")
    else:
        data = saved(two_inks(400, 300, mode), "JPEG" if mode == "CMYK" else "PNG")
    made = made_of(data, images.LARGE)
    assert opened(made).mode in ("RGB", "RGBA")
    if mode == "I;16":
        assert 140 < opened(made).convert("L").getpixel((9, 9)) < 170  # type: ignore[operator]


def test_clear_parts_stay_clear() -> None:
    picture = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    picture.paste((200, 0, 0, 255), (100, 100, 200, 200))
    copy = opened(made_of(saved(picture, "PNG"), images.SMALL))
    assert copy.mode == "RGBA"
    assert copy.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert copy.getpixel((150, 150))[3] == 255  # type: ignore[index]


def test_a_moving_picture_stands_still_at_its_first() -> None:
    frames = [Image.new("RGB", (300, 300), ink) for ink in ("red", "blue", "lime")]
    for kind in ("GIF", "WEBP", "PNG"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        copy = opened(made_of(data, images.LARGE))
        assert getattr(copy, "n_frames", 1) == 1
        assert ink_at(copy, 0.5) == "left"


def test_nothing_of_the_camera_or_the_place_comes_with_it() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x8298] = "Camera GmbH", "Ola Wrona"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 3.0, 43.0), 3: "E", 4: (19.0, 56.0, 14.0)})
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind, more in (
        ("JPEG", {"comment": b"secret"}),
        ("PNG", {}),
        ("WEBP", {"xmp": b"<x/>secret"}),
    ):
        data = saved(two_inks(), kind, exif=exif, icc_profile=srgb, **more)
        assert b"Camera GmbH" in data or kind == "PNG"
        assert Image.open(BytesIO(data)).getexif().get_ifd(0x8825)
        made = made_of(data, images.LARGE)
        for content in made.copies.values():
            copy = Image.open(BytesIO(content))
            assert not dict(copy.getexif())
            assert set(copy.info) <= {"loop", "background", "timestamp", "duration"}
            for word in (b"EXIF", b"XMP", b"ICCP", b"Camera", b"secret", b"Ola"):
                assert word not in content


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_upright_however_the_camera_was_held(turn: int) -> None:
    undone = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[turn]  # fmt: skip
    lying = two_inks() if undone is None else two_inks().transpose(undone)
    exif = Image.Exif()
    exif[0x0112] = turn
    made = made_of(saved(lying, "JPEG", exif=exif), images.LARGE)
    assert (made.width, made.height) == (800, 400)
    assert (ink_at(opened(made), 0.1), ink_at(opened(made), 0.9)) == ("left", "right")


def test_broken_notes_of_a_camera_do_no_harm() -> None:
    whole = saved(two_inks(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xffgarbage" * 3)
    assert made_of(whole, images.LARGE).width == 800


def test_large_pictures_become_small_and_small_ones_do_not_grow() -> None:
    made = made_of(saved(two_inks(4000, 3000), "JPEG"), images.LARGE)
    assert {w: opened(made, w).size for w in made.copies} == {
        480: (480, 360), 960: (960, 720), 1600: (1600, 1200),
    }  # fmt: skip
    assert sorted(made_of(saved(two_inks(500, 500), "PNG"), images.LARGE).copies) == [500]
    tall = made_of(saved(two_inks(1000, 5000), "JPEG"), images.LARGE)
    assert (tall.width, tall.height) == (480, 2400)


def headed(width: int, height: int) -> bytes:
    """A PNG whose head announces more than its few bytes hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: Any, **options: Any) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    for size in ((30_000, 30_000), (5_001, 5_000)):
        with override("en"), pytest.raises(images.BadImage, match="pixels"):
            made_of(headed(*size), images.LARGE)
    with pytest.raises(images.BadImage):
        made_of(headed(2**31 - 1, 1), images.LARGE)


JPEG, PNG, GIF, WEBP = (saved(two_inks(), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP"))
HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg with a declaration": b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><svg/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "heic": b"\0\0\0\x18ftypheic" + b"\0" * 100,
    "bmp": saved(two_inks(), "BMP"),
    "tiff": saved(two_inks(), "TIFF"),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a script that begins like a GIF": b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)//;",
    "html behind a PNG": PNG + b"<html><script>alert(1)</script>",
    "a zip behind a JPEG": JPEG + b"PK\x03\x04" + b"x" * 50 + b"PK\x05\x06" + b"\0" * 18,
    "a zip behind a JPEG behind a JPEG": JPEG + JPEG + b"PK\x05\x06" + b"\0" * 18,
    "php in a comment": saved(two_inks(), "JPEG", comment=b"<?php system($_GET[0]); ?>"),
    "html in a comment": saved(two_inks(), "JPEG", comment=b"<SCRIPT src=x>"),
    "a pdf behind a WebP": WEBP + b"%PDF-1.4",
    "words behind a GIF": GIF + b"and this as well, for a program that reads on",
    "words behind a PNG": PNG + b"x",
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "half a PNG": PNG[: len(PNG) // 2],
    "half a GIF": GIF[: len(GIF) // 2],
    "half a WebP": WEBP[: len(WEBP) // 2],
    "a JPEG without its end": JPEG[:-2],
    "only a beginning": b"\xff\xd8\xff",
    "a PNG with a wrong sum": PNG[:40] + bytes([PNG[40] ^ 255]) + PNG[41:],
    "a JPEG of nothing": b"\xff\xd8\xff\xd9",
    "a WebP of nothing": b"RIFF\x04\0\0\0WEBP",
    "a GIF of nothing": b"GIF89a\1\0\1\0\0\0\0;",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_just_a_picture_is_refused(name: str) -> None:
    with pytest.raises(images.BadImage) as refused:
        made_of(HOSTILE[name], images.LARGE)
    assert len(str(refused.value)) > 15


@pytest.mark.parametrize("cut", range(3, 400, 7))
def test_no_cut_ends_otherwise_than_in_a_refusal(cut: int) -> None:
    for data in (JPEG, PNG, GIF, WEBP):
        with pytest.raises(images.BadImage):
            made_of(data[:-cut] if cut < len(data) - 2 else data[:2], images.LARGE)


def test_what_phones_put_behind_a_picture_is_left_behind() -> None:
    film = b"\0\0\0\x18ftypmp42" + b"film" * 50
    for behind in (b"", b"\0" * 400, JPEG, film, b"\0\0\1\x0anotes of the phone" + b"SEFT"):
        made = made_of(JPEG + behind, images.LARGE)
        assert made.width == 800
        assert b"film" not in made.copies[800]


def test_files_are_written_whole_and_found_again(own_media: Path) -> None:
    made = made_of(saved(two_inks(), "JPEG"), images.LARGE)
    name, other = images.keep(made), images.keep(made)
    assert name != other, "the same picture twice is two files"
    assert name.split("-")[0] == other.split("-")[0] == f"{made.mark[:2]}/{made.mark}"
    found = [path for path in own_media.rglob("*") if path.is_file()]
    assert len(found) == 4
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in found)
    assert images.weight(name) == sum(map(len, made.copies.values()))
    images.discard(name)
    images.discard(name)
    assert images.weight(name) == 0
    assert images.weight(other) > 0
    for bad in ("../../etc/passwd", "ab/../..", "", name.upper(), f"{name}-480"):
        with pytest.raises(ValueError, match="no picture's name"):
            images.discard(bad)


def test_a_write_that_fails_leaves_nothing(
    own_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_of(saved(two_inks(), "JPEG"), images.LARGE)
    calls: list[int] = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        images.keep(made)
    assert [path for path in own_media.rglob("*") if path.is_file()] == []


def test_the_door_shows_and_never_runs(client: Client, db: None, own_media: Path) -> None:
    made = made_of(saved(two_inks(), "JPEG"), images.LARGE)
    name = images.keep(made)
    address = images.address(name, 480)
    answer = client.get(address)
    assert b"".join(answer) == made.copies[480]  # type: ignore[call-overload]
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Disposition"].startswith("inline; filename=")
    assert "Set-Cookie" not in answer
    assert "Vary" not in answer
    assert client.head(address)["Content-Length"] == str(len(made.copies[480]))
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    (own_media / "secret.txt").write_text("secret")
    (own_media / name[:2] / "page.html").write_text("<script>alert(1)</script>")
    for other in ("/media/", "/media/secret.txt", f"/media/{name[:2]}/page.html", f"/media/{name}",
                  f"/media/{name}-481.webp", f"/media/{name[:2]}/../secret.txt", "/media/../secret_key",
                  f"/media/{name}-480.webp/"):  # fmt: skip
        assert client.get(other).status_code == 404, other
    assert client.post(address).status_code == 404
