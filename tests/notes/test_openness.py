"""Nothing is published that not everybody could take in; easy words, sign language, other languages."""

import pytest

from kernel.refusals import Invalid
from notes.actions.edit_note import edit_note
from notes.actions.hide import hide_note
from notes.actions.publish_note import publish_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from notes.openness import films_in
from tests.cast import Cast
from tests.composing.conftest import drawn, send
from tests.notes.test_writing import FORM

FILM = "Zobacz <https://www.youtube.com/watch?v=abcdefghijk>."


@pytest.mark.parametrize(
    ("href", "film"),
    [
        ("https://www.youtube.com/watch?v=abc", True), ("https://youtu.be/abcdefg", True), ("https://m.youtube.com/shorts/x", True),
        ("https://vimeo.com/12345", True), ("https://example.org/a/film.MP4", True), ("https://peer.tube/w/abcdefghijkl", True),
        ("https://www.youtube.com/@dom", False), ("https://vimeo.com/about", False), ("https://example.org/", False),
        ("/notes/x/", False), ("https://[", False), ("mailto:a@b.pl", False),
    ],
)  # fmt: skip
def test_what_is_a_film(href: str, film: bool) -> None:
    assert bool(films_in(f'<p><a rel="x" href="{href}">x</a></p>')) is film


def test_a_film_wants_a_word_on_captions_before_everybody_reads_it(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    data = {**FORM, "body": FILM, "status": "published"}
    sent = ola.post("/notes/write/", data)
    assert sent.status_code == 422
    assert 'href="#id_captions"' in sent.content.decode()
    assert not PracticeNote.objects.exists()
    assert ola.post("/notes/write/", {**data, "status": "draft"}).status_code == 303
    note = PracticeNote.objects.get()
    with pytest.raises(Invalid):
        publish_note(by=cast.ola, note=note)
    answer = ola.post(f"/notes/{note.slug}/publish/")
    assert answer["Location"] == f"/notes/{note.slug}/edit/"
    assert (
        ola.post(f"/notes/{note.slug}/edit/", {**data, "captions": "captions"}).status_code == 303
    )
    assert "they have captions" in cast.client().get(f"/notes/{note.slug}/").content.decode()
    with pytest.raises(Invalid):
        edit_note(by=cast.ola, note=note, captions="")
    with pytest.raises(Invalid):
        write_note(by=cast.ola, title="t", body="b", sections={"steps": FILM})


def test_a_picture_without_words_is_not_published(cast: Cast) -> None:
    pk = send(cast.client(cast.ola), drawn()).json()["id"]
    for body, status in ((f"![](file:{pk})", 422), (f"![-](file:{pk})", 303)):
        data = {**FORM, "steps": body, "status": "published", "template": "workshop"}
        assert cast.client(cast.ola).post("/notes/write/", data).status_code == status


def test_easy_words_have_a_page_of_their_own(cast: Cast, note: PracticeNote, draft: PracticeNote) -> None:  # fmt: skip
    address = f"/notes/{note.slug}/easy/"
    assert cast.client().get(address).status_code == 404
    edit_note(
        by=cast.ola, note=note, easy="To jest **proste**.", sign_url="https://example.org/pjm"
    )
    assert "<strong>proste</strong>" in cast.client().get(address).content.decode()
    page = cast.client().get(f"/notes/{note.slug}/").content.decode()
    assert address in page
    assert 'href="https://example.org/pjm"' in page
    edit_note(by=cast.ola, note=draft, easy="Tajne.")
    for who in (None, cast.jan, cast.ewa, cast.marta):
        assert cast.client(who).get(f"/notes/{draft.slug}/easy/").status_code == 404
    hide_note(note, True)
    assert cast.client(cast.jan).get(address).status_code == 404


def test_a_translation_says_when_it_is_behind(cast: Cast, note: PracticeNote) -> None:
    english = write_note(by=cast.jan, title="Fishing", body="x", lang="en", translation_of=f"/notes/{note.slug}/")  # fmt: skip

    def pages() -> tuple[str, str]:
        client = cast.client()
        return tuple(client.get(f"/notes/{one.slug}/").content.decode() for one in (note, english))  # type: ignore[return-value]

    original, translation = pages()
    assert "in English: Fishing" in original
    assert "Łowienie ryb" in translation
    assert "changed since" not in translation
    edit_note(by=cast.ola, note=note, body="Literówka.", weight="typo")
    assert "changed since" not in pages()[1]
    edit_note(by=cast.ola, note=note, body="Inaczej.", weight="major")
    original, translation = pages()
    assert "Behind this text" in original
    assert "The original has changed since" in translation
    edit_note(by=cast.jan, note=english, body="y")
    assert "changed since" in pages()[1]
    edit_note(by=cast.jan, note=english, body="z", in_step=True)
    assert "changed since" not in pages()[1]
    hide_note(note, True)
    assert "Łowienie" not in cast.client().get(f"/notes/{english.slug}/").content.decode()


def test_no_circles_of_translations(cast: Cast, note: PracticeNote) -> None:
    english = write_note(by=cast.ola, title="E", body="x", lang="en", translation_of=note.slug)
    ukrainian = write_note(by=cast.ola, title="U", body="x", lang="uk", translation_of=english.slug)
    assert ukrainian.translation_of == note
    for bad in (english.slug, note.slug, "https://example.org/", "nie-ma"):
        with pytest.raises(Invalid):
            edit_note(by=cast.ola, note=note, translation_of=bad)
