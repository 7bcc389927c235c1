"""What the tests of writing share: a topic, a folder for files, drawn pictures and packed documents."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image

from forums.actions.start_topic import start_topic
from forums.models import Topic
from tests.cast import Cast

WORDS = "Trzy osoby malują lipę na płocie"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def secret(cast: Cast) -> Topic:
    return start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Cicho.")


def drawn(width: int = 1200, height: int = 900, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def packed(members: dict[str, str], before: bytes = b"") -> bytes:
    buffer = BytesIO()
    buffer.write(before)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


def document(**more: str) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def send(client: Client, data: bytes, name: str = "lipa.jpg", **fields: str) -> Any:
    return client.post("/files/send/", {"file": SimpleUploadedFile(name, data), **fields})


def sent(client: Client, data: bytes, name: str = "lipa.jpg") -> int:
    answer = send(client, data, name)
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


def reply_path(topic: Topic) -> str:
    return f"/forums/topics/{topic.pk}/reply/"
