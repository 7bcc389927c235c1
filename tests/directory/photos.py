"""What the tests of pictures share: drawn files, and ways to send them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from directory.actions.photos import Sent, add_photo
from directory.models import Photo
from tests.cast import Cast

HOME = "/directory/dom-kultury-w-brzozowce/"
PICTURES = f"{HOME}pictures/"
WORDS = "Trzy osoby malują lipę na płocie"


@pytest.fixture
def own_media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def drawn(width: int = 800, height: int = 600, ink: str = "red", kind: str = "JPEG") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), ink).save(buffer, kind)
    return buffer.getvalue()


def send(client: Client, data: bytes | None = None, **changes: Any) -> Any:
    """What a browser sends by the form; `name` is that of the file."""
    name = changes.pop("name", "lipa.jpg")
    fields = {"kind": "photo", "alt": WORDS, "credit": "", **changes}
    if data is not None:
        fields["file"] = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return client.post(PICTURES, fields)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def added(cast: Cast, **changes: Any) -> Photo:
    number = Photo.objects.count()
    given = {"kind": "photo", "sent": Sent(drawn(ink=f"#{20 * number:02x}4080")), "alt": WORDS}
    return add_photo(by=cast.ola, organisation=cast.house, **{**given, **changes})
