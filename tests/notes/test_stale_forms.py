"""A form that was opened long ago: what has become of the note meanwhile is never written over unseen, nor
is a note that was published taken back."""

import re
from typing import Any

import pytest

from composing.models import Draft
from notes.actions.publish_note import publish_note, withdraw_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.notes.test_coauthors import together
from tests.notes.test_merging import box
from tests.notes.test_writing import FORM

FIRST = "Początek Oli.\n\nKoniec."
LONG = "Nowy akapit Oli, długi i ważny."


@pytest.fixture
def written(cast: Cast) -> PracticeNote:
    """A draft of Ola's that Jan writes, too."""
    note = write_note(by=cast.ola, title="Wspólna", body=FIRST, tags="a, b", status="draft")
    together(cast, note)
    return note


class Tab:
    """A window in which somebody has opened the form of a note."""

    def __init__(self, cast: Cast, person: Any, note: PracticeNote) -> None:
        self.client, self.address = cast.client(person), f"/notes/{note.slug}/edit/"
        self.status, self.html = 200, self.client.get(self.address).content.decode()

    def hidden(self) -> dict[str, str]:
        return dict(re.findall(r'type="hidden" name="(seen\w*)" value="([^"]*)"', self.html))

    def save(self, body: str, status: str = "draft", **more: str) -> int:
        data = {**FORM, "title": "Wspólna", "body": body, "status": status, **more}
        answer = self.client.post(self.address, {**self.hidden(), **data})
        self.status, self.html = answer.status_code, answer.content.decode()
        return self.status


def test_a_form_from_before_the_first_publication_writes_nothing_over(cast: Cast, written: PracticeNote) -> None:  # fmt: skip
    jan, ola = Tab(cast, cast.jan, written), Tab(cast, cast.ola, written)
    assert ola.save(f"{FIRST}\n\n{LONG}") == 303
    publish_note(by=cast.ola, note=written)
    assert list(written.revisions.values_list("number", flat=True)) == [1]
    assert jan.save(FIRST.replace("Koniec.", "Koniec Jana.")) == 409
    text = box(jan.html, "body")
    assert LONG in text and "Koniec Jana." in text and "Początek Oli." in text
    written.refresh_from_db()
    assert (written.status, written.body) == ("published", f"{FIRST}\n\n{LONG}")
    assert jan.save(text, "published") == 303
    written.refresh_from_db()
    assert written.body == text


def test_a_state_that_is_kept_no_more_loses_no_paragraph(cast: Cast, written: PracticeNote) -> None:
    Tab(cast, cast.ola, written).save(f"{FIRST}\n\nZdanie drugie.")
    stale = Tab(cast, cast.ola, written)
    for at, status in enumerate(("published", "published", "published")):
        body = f"{FIRST}\n\nZdanie drugie.\n\n{LONG}{' Jeszcze.' * at}"
        assert Tab(cast, cast.ola, written).save(body, status, tags=f"a, t{at}") == 303
    assert list(written.revisions.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert stale.save(f"{FIRST}\n\nZdanie drugie, ze starej karty.", "published", tags="stary") == 409  # fmt: skip
    text = box(stale.html, "body")
    for words in (*FIRST.split("\n\n"), "Zdanie drugie.", "Zdanie drugie, ze starej karty.", f"{LONG} Jeszcze. Jeszcze."):  # fmt: skip
        assert words in text.split("\n\n")
    assert 'value="a, stary, t2"' in stale.html
    assert 'href="#id_body"' in stale.html


@pytest.mark.parametrize("first", [True, False])
def test_saving_as_a_draft_takes_back_nothing_that_was_published_since(
    cast: Cast, written: PracticeNote, first: bool
) -> None:
    if not first:
        publish_note(by=cast.ola, note=written)
        withdraw_note(by=cast.ola, note=written)
    stale = Tab(cast, cast.ola, written)
    cast.client(cast.ola).post(f"/notes/{written.slug}/publish/")
    mine = FIRST.replace("Koniec.", "Koniec po zmianie.")
    assert stale.save(mine) == 409
    assert "was published meanwhile" in stale.html
    assert box(stale.html, "body") == mine
    for who in (None, cast.jan, cast.ewa):
        assert cast.client(who).get(f"/notes/{written.slug}/").status_code == 200
    # Whoever has read that and presses the same again wants it.
    assert "Save and make it a draft again" in stale.html
    assert stale.save(mine) == 303
    assert cast.client().get(f"/notes/{written.slug}/").status_code == 404


def test_saving_publishes_nothing_that_was_taken_back_since(cast: Cast, note: PracticeNote) -> None:
    stale = Tab(cast, cast.ola, note)
    withdraw_note(by=cast.ola, note=note)
    assert stale.save("Po zmianie.", "published", title=note.title) == 409
    assert "was made a draft meanwhile" in stale.html
    assert cast.client().get(f"/notes/{note.slug}/").status_code == 404
    assert stale.save("Po zmianie.", "published", title=note.title) == 303


def test_publishing_what_was_published_meanwhile_is_no_question(cast: Cast, written: PracticeNote) -> None:  # fmt: skip
    stale = Tab(cast, cast.ola, written)
    publish_note(by=cast.ola, note=written)
    assert stale.save("Po zmianie.", "published") == 303


def test_a_wrong_form_goes_on_from_where_it_was(cast: Cast, written: PracticeNote) -> None:
    stale = Tab(cast, cast.jan, written)
    Tab(cast, cast.ola, written).save(LONG)
    assert stale.save("") == 422
    assert stale.save("Jan.") == 409


def test_what_was_ticked_stays_so(cast: Cast, note: PracticeNote) -> None:
    from notes.actions.truth import doubt_note

    doubt_note(by=cast.jan, note=note, reason="Na pewno?")
    for ticked in ({}, {"answers": "on"}):
        stale = Tab(cast, cast.ola, note)
        Tab(cast, cast.ola, note).save(f"Inne {len(ticked)}.", "published")
        assert stale.save("Moje.", "published", **ticked) == 409
        box_of = re.search(r'<input[^>]*name="answers"[^>]*>', stale.html)
        assert box_of is not None
        assert ("checked" in box_of[0]) is bool(ticked)


def test_the_api_knows_a_state_by_what_is_never_given_again(cast: Cast, written: PracticeNote) -> None:  # fmt: skip
    ola, jan, at = Caller(cast.ola), Caller(cast.jan), f"notes/{written.slug}"
    seen = jan.get(f"{at}/revisions").json()["results"][0]["id"]
    assert ola.patch(at, {"body": LONG, "seen": seen}).status_code == 200
    published = ola.patch(at, {"status": "published"}).json()
    assert published["revision"] == 1
    assert jan.patch(at, {"body": "Stare.", "seen": seen}).status_code == 409
    assert jan.patch(at, {"body": "Stare.", "seen": 1_000_000_000}).status_code == 409
    guarded = {"body": "Nowe.", "seen": published["seen"], "status": "draft"}
    assert jan.patch(at, {**guarded, "seen_status": "draft"}).status_code == 409
    assert Caller().get(at).json()["body"] == LONG
    assert Caller(cast.ewa).patch(at, guarded).status_code == 403
    assert jan.patch(at, {**guarded, "seen_status": "published"}).status_code == 200
    assert Caller().get(at).status_code == 404


def keep(tab: Tab, note: PracticeNote, body: str) -> None:
    """As the script of an editor does, from the form in which somebody types."""
    data = {"place": f"note-{note.pk}", "body": body, "device": "desk", "version": 0}
    assert tab.client.post("/drafts/keep/", {**data, "seen": tab.hidden()["seen"]}).status_code == 200  # fmt: skip


@pytest.mark.parametrize("public", [True, False])
def test_a_kept_draft_goes_on_from_where_it_was_begun(cast: Cast, written: PracticeNote, public: bool) -> None:  # fmt: skip
    jan = Tab(cast, cast.jan, written)
    keep(jan, written, "Początek")
    assert Tab(cast, cast.ola, written).save(f"{FIRST}\n\n{LONG}") == 303
    if public:
        publish_note(by=cast.ola, note=written)
    keep(jan, written, FIRST.replace("Koniec.", "Koniec Jana."))
    again = Tab(cast, cast.jan, written)
    typed = box(again.html, "body")
    assert typed.endswith("Koniec Jana.")
    assert again.save(typed, "published" if public else "draft") == 409
    text = box(again.html, "body")
    assert LONG in text and "Koniec Jana." in text
    assert again.save(text, "published" if public else "draft") == 303
    assert not Draft.objects.filter(person=cast.jan).exists()


def test_the_page_of_a_conflict_is_newer_than_any_draft(cast: Cast, written: PracticeNote) -> None:
    stale = Tab(cast, cast.jan, written)
    Tab(cast, cast.ola, written).save(LONG)
    assert stale.save("Jan.") == 409
    # The script leaves the box as it came (assets/editor/20-drafts.js).
    assert re.search(rf'data-draft="note-{written.pk}"[^>]* data-sent', stale.html)


def test_what_waits_is_seen_like_what_is_shown(cast: Cast, note: PracticeNote) -> None:
    from notes.actions.judge_revision import judge_revision

    together(cast, note)
    judge_revision(by=cast.marta, revision=note.revisions.get(), answer="approve")
    stale, ola = Tab(cast, cast.jan, note), Tab(cast, cast.ola, note)
    assert ola.save(f"Czeka.\n\n{LONG}", "published") == 303
    assert stale.save("Jan.", "published") == 409
    assert LONG in box(stale.html, "body") and "Jan." in box(stale.html, "body")
    ola = Tab(cast, cast.ola, note)
    judge_revision(by=cast.marta, revision=note.revisions.latest("number"), answer="approve")
    assert ola.save(f"Dalej.\n\n{LONG}", "published") == 303
