"""What is not taken for a picture of an organisation, and from whom."""

from pathlib import Path
from typing import Any

import pytest

from directory.actions.photos import MOST_PHOTOS, Sent
from directory.models import Photo
from kernel import images
from kernel.refusals import Invalid
from tests.cast import Cast
from tests.directory.conftest import page_of
from tests.directory.photos import HOME, PICTURES, WORDS, added, drawn, files, own_media, send

__all__ = ["own_media"]
pytestmark = pytest.mark.usefixtures("own_media")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Say in a few words"), ("   ", "Say in a few words"), ("IMG_20240511_1234.jpg", "name of a file"),
        ("IMG 1234", "name of a file"), ("lipa", "name of a file"), ("zdjęcie", "people hear anyway"),
        ("Zdjęcie 1", "people hear anyway"), ("Foto.", "people hear anyway"), ("logo", "people hear anyway"),
        ("our picture", "people hear anyway"), ("…", "people hear anyway"), ("x" * 301, "300"),
    ],
)  # fmt: skip
def test_words_that_say_nothing_are_refused(
    cast: Cast, own_media: Path, words: str, said: str
) -> None:
    answer = send(cast.client(cast.ola), drawn(), alt=words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not Photo.objects.exists()
    assert files(own_media) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "Choose a file"), (b"", "empty"), (b"not a picture at all", "not a picture"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "Save it as PNG"),
        (b"%PDF-1.7 something", "PDF"), (drawn()[:-400], "breaks off"), (drawn(100, 100), "too small"),
        (drawn(3000, 250), "long and narrow"), (drawn() + b"PK\x05\x06" + b"\0" * 18, "something else"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_taken_are_refused(
    cast: Cast, own_media: Path, data: bytes | None, said: str
) -> None:
    answer = send(cast.client(cast.ola), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{WORDS}"' in answer.content.decode(), "what was typed stays"
    assert not Photo.objects.exists()
    assert files(own_media) == []


def test_a_file_that_is_too_large_is_refused_with_its_size(cast: Cast) -> None:
    answer = send(cast.client(cast.ola), drawn() + b"\0" * 11_000_000)
    assert answer.status_code == 422
    assert "11.0 MB" in answer.content.decode()
    away = cast.client(cast.ola).post(f"{HOME}edit/", {"x": "y" * 3_000_000})
    assert away.status_code == 413, "elsewhere the limit of a body stays"


def test_what_is_hostile_about_the_form_is_refused(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    assert send(ola, drawn(), kind="poster").status_code == 422
    assert ola.post(PICTURES, {"kind": "photo", "alt": WORDS, "file": "a text"}).status_code == 422
    assert send(ola, drawn(), alt="a\0b").status_code == 422
    assert not Photo.objects.exists()


def test_only_editors_and_moderators_may(cast: Cast, own_media: Path) -> None:
    photo = added(cast)
    addresses = (PICTURES, f"{PICTURES}{photo.pk}/", f"{PICTURES}{photo.pk}/remove/",
                 f"{PICTURES}{photo.pk}/move/")  # fmt: skip
    before = files(own_media)
    for person in (cast.jan, cast.ewa, cast.nowa):
        client = cast.client(person)
        assert send(client, drawn(ink="blue")).status_code == 403
        assert client.get(PICTURES).status_code == 403
        for address in addresses[1:]:
            assert client.post(address, {f"p{photo.pk}-alt": "inne słowa"}).status_code == 403
    for address in addresses:
        answer = cast.client().post(address)
        assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)
    assert Photo.objects.get().alt == WORDS
    assert files(own_media) == before
    assert send(cast.client(cast.marta), drawn(ink="blue")).status_code == 303
    assert "/pictures/" in page_of(cast.client(cast.ola), HOME)
    assert "/pictures/" not in page_of(cast.client(cast.jan), HOME)


def test_a_picture_of_another_house_is_not_here(cast: Cast, house: Any) -> None:
    photo = added(cast)
    other = house("Inny dom")
    foreign = f"/directory/{other.slug}/pictures/{photo.pk}/"
    marta = cast.client(cast.marta)
    assert marta.post(f"{foreign}remove/").status_code == 404
    assert marta.post(foreign, {f"p{photo.pk}-alt": "cudze słowa"}).status_code == 404
    assert Photo.objects.filter(alt=WORDS).count() == 1


def test_a_refused_picture_leaves_no_file(cast: Cast, own_media: Path) -> None:
    added(cast, sent=Sent(drawn(ink="red")))
    before = files(own_media)
    with pytest.raises(Invalid, match="here already"):
        added(cast, sent=Sent(drawn(ink="red")))
    with pytest.raises(Invalid, match="Choose one"):
        added(cast, sent=Sent(drawn(ink="blue")), site=10**9)
    assert files(own_media) == before


def test_twelve_photographs_and_a_logo_fit(cast: Cast) -> None:
    for _number in range(MOST_PHOTOS):
        added(cast)
    answer = send(cast.client(cast.ola), drawn(ink="white"))
    assert answer.status_code == 422
    assert "no more fit" in answer.content.decode()
    assert send(cast.client(cast.ola), drawn(ink="white"), kind="logo").status_code == 303
    assert Photo.objects.filter(kind="photo").count() == MOST_PHOTOS


def test_all_of_them_together_have_a_weight(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = added(cast)
    monkeypatch.setattr("directory.actions.photos.MOST_BYTES", images.weight(photo.name) + 100)
    answer = send(cast.client(cast.ola), drawn(ink="white"))
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()


@pytest.mark.usefixtures("limits_in_life")
def test_sending_is_limited(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    answers = [send(ola, b"no picture").status_code for _time in range(14)]
    assert answers[0] == 422
    assert answers[-1] == 429
