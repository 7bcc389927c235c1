"""A note stays true: told before its day, a mark after it, doubts and their answers."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from kernel.refusals import Conflict, Invalid, Refused
from notes.actions.edit_note import edit_note
from notes.actions.judge_revision import judge_revision
from notes.actions.truth import confirm_note, doubt_note, name_steward
from notes.models import PracticeNote
from notes.truth.due import work_off
from notes.truth.integrity import stale
from notes.truth.models import Doubt
from notifications.models import Notification
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.notes.test_coauthors import together
from tests.notes.test_writing import FORM


def page(cast: Cast, note: PracticeNote, who: Any = None) -> str:
    return cast.client(who).get(f"/notes/{note.slug}/").content.decode()


def kinds(person: Any) -> list[str]:
    return list(
        Notification.objects.filter(person=person).order_by("pk").values_list("kind", flat=True)
    )


def test_a_note_gets_a_day_when_it_is_published(cast: Cast, note: PracticeNote, draft: PracticeNote) -> None:  # fmt: skip
    assert note.review_by == timezone.localdate() + timedelta(days=365)
    assert draft.review_by is None
    html = page(cast, note)
    assert "to be looked at by" in html
    assert "Looked after by" in html


def test_its_steward_is_told_before_and_after_and_it_never_vanishes(cast: Cast, note: PracticeNote) -> None:  # fmt: skip
    assert not work_off()
    assert kinds(cast.ola) == []
    with time_machine.travel(timezone.now() + timedelta(days=355)):
        work_off()
        work_off()
        assert kinds(cast.ola) == ["note_due"]
        assert "has passed" not in page(cast, note)
    with time_machine.travel(timezone.now() + timedelta(days=367)):
        assert [*stale(False)]
        work_off()
        work_off()
        assert kinds(cast.ola) == ["note_due", "note_overdue"]
        assert [*stale(False)] == []
        assert "has passed" in page(cast, note)
        listed = cast.client().get("/notes/").content.decode()
        assert "Łowienie" in listed
        assert "Its day has passed" in listed
        assert Caller().get(f"notes/{note.slug}").json()["stale"] is True
        told = cast.client(cast.ola).get("/notifications/").content.decode()
        assert "Its day has passed" in told
        note.refresh_from_db()
        confirm_note(by=cast.ola, note=note)
        html = page(cast, note)
        assert "has passed" not in html
        assert "has passed" not in cast.client().get("/notes/").content.decode()
        assert "checked" in html
        assert not work_off()
    PracticeNote.objects.update(stale=True)
    assert len([*stale(True)]) == 1
    assert [*stale(False)] == []


def test_a_reader_doubts_and_is_answered(cast: Cast, note: PracticeNote) -> None:
    jan, ola = cast.client(cast.jan), cast.client(cast.ola)
    assert "Is this still true?" in page(cast, note, cast.jan)
    assert jan.post(f"/notes/{note.slug}/doubt/", {"reason": ""}).status_code == 422
    sent = jan.post(f"/notes/{note.slug}/doubt/", {"reason": "Lampa kosztuje 80 zł."})
    assert sent.status_code == 303
    assert jan.post(f"/notes/{note.slug}/doubt/", {"reason": "Znowu."}).status_code == 422
    assert "asks: is this still true" in ola.get("/notifications/").content.decode()
    assert "Lampa kosztuje" in ola.get("/notifications/").content.decode()
    assert "1 reader asks" in page(cast, note, cast.ola)
    for who in (None, cast.jan, cast.ewa):
        assert "reader asks" not in page(cast, note, who)
        assert cast.client(who).get(f"/notes/{note.slug}/truth/").status_code in (302, 403)
        assert cast.client(who).post(f"/notes/{note.slug}/truth/confirm/").status_code in (302, 403)
    assert "Lampa kosztuje" in ola.get(f"/notes/{note.slug}/truth/").content.decode()
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert ola.post(f"/notes/{note.slug}/truth/confirm/", {"review_by": day, "answer": "U nas nadal 40."}).status_code == 303  # fmt: skip
    note.refresh_from_db()
    assert note.review_by is not None
    assert note.review_by.isoformat() == day
    told = jan.get("/notifications/").content.decode()
    assert "it is still true" in told
    assert "nadal" in told
    assert "nadal" in jan.get(f"/notes/{note.slug}/doubt/").content.decode()
    assert "reader asks" not in page(cast, note, cast.ola)


def test_an_edit_answers_too(cast: Cast, note: PracticeNote) -> None:
    doubt_note(by=cast.jan, note=note, reason="Zamknięte.")
    form = cast.client(cast.ola).get(f"/notes/{note.slug}/edit/").content.decode()
    assert "This answers what readers asked" in form
    edit_note(by=cast.ola, note=note, body="Literówka.", weight="typo")
    assert Doubt.objects.get().state == "open"
    edit_note(by=cast.ola, note=note, body="Poprawione.", answers=True)
    assert Doubt.objects.get().state == "changed"
    assert kinds(cast.jan) == ["doubt_changed"]
    note.refresh_from_db()
    assert note.checked_at is not None


@pytest.mark.parametrize("review_by", ["wczoraj", "2020-01-01", "2999-01-01", "2026-13-41"])
def test_days_that_do_not_fit(cast: Cast, note: PracticeNote, review_by: str) -> None:
    with pytest.raises(Invalid):
        confirm_note(by=cast.ola, note=note, review_by=review_by)
    sent = cast.client(cast.ola).post(
        f"/notes/{note.slug}/truth/confirm/", {"review_by": review_by}
    )
    assert sent.status_code == 422


def test_who_looks_after_it(cast: Cast, note: PracticeNote) -> None:
    with pytest.raises(Invalid):
        name_steward(by=cast.ola, note=note, handle="jan")
    row = together(cast, note)
    name_steward(by=cast.ola, note=note, handle="jan")
    assert "/people/jan/" in page(cast, note).split("Looked after by")[1][:200]
    doubt_note(by=cast.ewa, note=note, reason="Na pewno?")
    assert Notification.objects.get(kind="note_doubted").person == cast.jan
    with pytest.raises(Refused):
        name_steward(by=cast.ewa, note=note, handle="ola")
    from notes.actions.coauthors import remove_coauthor

    remove_coauthor(by=cast.ola, coauthor=row)
    assert "/people/ola/" in page(cast, note).split("Looked after by")[1][:200]


def test_in_an_organisation_s_name_nobody_is_named(cast: Cast) -> None:
    from notes.actions.write_note import write_note

    note = write_note(by=cast.ola, title="Dom", body="x", organisation=cast.house, in_its_name=True)
    assert "Ola Wrona" not in page(cast, note)
    doubt_note(by=cast.jan, note=note, reason="Na pewno?")
    assert Notification.objects.get(kind="note_doubted").person == cast.ola
    confirm_note(by=cast.ola, note=note)
    told = Notification.objects.get(kind="doubt_true")
    assert (told.actor, told.organisation) == (None, cast.house)


def test_who_may_not(cast: Cast, note: PracticeNote, draft: PracticeNote) -> None:
    for who in (cast.ola, cast.nowa, cast.visitor):
        with pytest.raises(Refused):
            doubt_note(by=who, note=note, reason="x")
    assert cast.client(cast.jan).get(f"/notes/{draft.slug}/doubt/").status_code == 404
    doubt_note(by=cast.jan, note=note, reason="x")
    with pytest.raises(Conflict):
        doubt_note(by=cast.jan, note=note, reason="y")
    confirm_note(by=cast.marta, note=note)
    assert Notification.objects.get(kind="doubt_true").actor == cast.marta


def test_through_the_api(cast: Cast, note: PracticeNote) -> None:
    ola, jan = Caller(cast.ola), Caller(cast.jan)
    assert (
        jan.post(f"notes/{note.slug}/doubts", {"reason": "Nie ma już sklepu."}).status_code == 201
    )
    assert jan.post(f"notes/{note.slug}/doubts", {"reason": "Znowu."}).status_code == 409
    assert jan.post(f"notes/{note.slug}/doubts", {"reason": "a\0"}).status_code == 422
    assert jan.get(f"notes/{note.slug}/doubts").status_code == 403
    assert Caller().get(f"notes/{note.slug}/doubts").status_code == 403
    assert ola.get(f"notes/{note.slug}/doubts").json()["results"][0]["state"] == "open"
    assert jan.post(f"notes/{note.slug}/confirm", {}).status_code == 403
    assert ola.post(f"notes/{note.slug}/confirm", {"review_by": "x"}).status_code == 422
    assert ola.post(f"notes/{note.slug}/confirm", {"changed": True}).status_code == 200
    assert ola.get(f"notes/{note.slug}/doubts").json()["results"][0]["state"] == "changed"
    assert ola.put(f"notes/{note.slug}/steward", {"handle": "jan"}).status_code == 422


@pytest.fixture
def doubted(cast: Cast, note: PracticeNote) -> PracticeNote:
    """A reviewed note that Jan doubts: what Ola changes waits for Marta or Adam."""
    judge_revision(by=cast.marta, revision=note.revisions.get(), answer="approve")
    cast.client(cast.jan).post(f"/notes/{note.slug}/doubt/", {"reason": "Lampa kosztuje 80 zł."})
    note.refresh_from_db()
    return note


def answer_to_readers(cast: Cast, note: PracticeNote, body: str, **more: str) -> None:
    form = {**FORM, "title": note.title, "body": body, "status": "published", **more}
    assert cast.client(cast.ola).post(f"/notes/{note.slug}/edit/", form).status_code == 303


def review(cast: Cast, note: PracticeNote, answer: str) -> None:
    number = note.revisions.latest("number").number
    sent = cast.client(cast.marta).post(
        f"/notes/{note.slug}/history/{number}/review/", {"answer": answer, "reason": "Bo tak."}
    )
    assert sent.status_code == 303


def told(cast: Cast) -> tuple[str, list[str]]:
    return Doubt.objects.get(person=cast.jan).state, kinds(cast.jan)


def test_who_doubted_hears_of_a_change_once_it_is_shown(cast: Cast, doubted: PracticeNote) -> None:
    answer_to_readers(cast, doubted, "Lampa za 80 zł.", answers="on")
    assert told(cast) == ("open", [])
    review(cast, doubted, "improve")
    assert told(cast) == ("open", [])
    assert "Lampa za 80" not in page(cast, doubted, cast.jan)
    # A slip of the pen in it, without another word to the readers: it is the same answer.
    answer_to_readers(cast, doubted, "Lampa za 80 złotych.", weight="typo")
    assert told(cast) == ("open", [])
    doubt_note(by=cast.ewa, note=doubted, reason="A teraz?")
    review(cast, doubted, "approve")
    assert told(cast) == ("changed", ["doubt_changed"])
    assert Doubt.objects.get(person=cast.jan).answered_by == cast.ola
    # Who asked after it was written has no answer yet.
    assert Doubt.objects.get(person=cast.ewa).state == "open"


def test_a_change_that_answers_nobody_leaves_doubts_open(cast: Cast, doubted: PracticeNote) -> None:
    answer_to_readers(cast, doubted, "Całkiem o czym innym.")
    review(cast, doubted, "approve")
    assert told(cast) == ("open", [])


def test_the_api_answers_once_it_is_shown(cast: Cast, doubted: PracticeNote) -> None:
    given = {"body": "Lampa za 80 zł.", "answers": True}
    assert Caller(cast.ola).patch(f"notes/{doubted.slug}", given).json()["waiting"] is True
    assert told(cast) == ("open", [])
    number = doubted.revisions.latest("number").number
    review_path = f"notes/{doubted.slug}/revisions/{number}/review"
    assert Caller(cast.adam).post(review_path, {"answer": "approve"}).status_code == 201
    assert told(cast) == ("changed", ["doubt_changed"])


def test_an_author_who_reviews_shows_what_waited_and_its_answer(cast: Cast, doubted: PracticeNote) -> None:  # fmt: skip
    together(cast, doubted, cast.adam)
    answer_to_readers(cast, doubted, "Lampa za 80 zł.", answers="on")
    edit_note(by=cast.adam, note=doubted, body="Lampa za 80 zł!", weight="typo")
    assert told(cast) == ("changed", ["doubt_changed"])


def test_a_change_in_a_note_that_was_taken_back_answers_when_it_returns(cast: Cast, note: PracticeNote) -> None:  # fmt: skip
    doubt_note(by=cast.jan, note=note, reason="Zamknięte.")
    answer_to_readers(cast, note, "Poprawione.", answers="on", status="draft")
    assert told(cast) == ("open", [])
    assert cast.client(cast.ola).post(f"/notes/{note.slug}/publish/").status_code == 303
    assert told(cast) == ("changed", ["doubt_changed"])
