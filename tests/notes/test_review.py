"""Review: what waits is seen by its authors and reviewers alone, and takes its place once approved."""

from typing import Any

import pytest

from accounts.models import User
from composing.models import Attachment
from kernel.refusals import Conflict, Invalid, Refused
from notes.actions.edit_note import edit_note, newest_of, waiting_of
from notes.actions.judge_revision import judge_revision
from notes.actions.publish_note import publish_note, withdraw_note
from notes.actions.write_note import write_note
from notes.integrity import html, revisions
from notes.models import PracticeNote, Revision
from notes.review.joining import joined
from notifications.models import Notification
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.composing.conftest import drawn, send
from tests.notes.test_coauthors import together
from tests.notes.test_writing import FORM


@pytest.fixture
def reviewed(cast: Cast, note: PracticeNote) -> PracticeNote:
    newest = newest_of(note)
    assert newest is not None
    judge_revision(by=cast.marta, revision=newest, answer="approve")
    note.refresh_from_db()
    return note


def changed(cast: Cast, note: PracticeNote, **more: Any) -> Revision:
    edit_note(by=cast.ola, note=note, **{"body": "Zmienione hipopotamem.", **more})
    row = waiting_of(note)
    assert row is not None
    return row


def test_a_first_publication_never_waits(cast: Cast, note: PracticeNote) -> None:
    assert "ważne" in cast.client().get(f"/notes/{note.slug}/").content.decode()
    edit_note(by=cast.ola, note=note, body="Od razu.")
    assert "Od razu." in cast.client().get(f"/notes/{note.slug}/").content.decode()
    assert "Nobody has reviewed" in cast.client(cast.marta).get(f"/notes/{note.slug}/").content.decode()  # fmt: skip


def test_everybody_reads_what_was_approved_last(cast: Cast, reviewed: PracticeNote) -> None:
    row = changed(cast, reviewed, title="Nowy tytuł", tags="nowe", comment="Lepiej", weight="major")
    slug = reviewed.slug
    from search.drain import drain

    drain()
    for who in (None, cast.jan, cast.ewa):
        client = cast.client(who)
        for address in (
            f"/notes/{slug}/", f"/notes/{slug}/history/", "/notes/", "/feeds/notes.xml", "/search/?q=hipopotam",
            f"/api/v1/notes/{slug}", "/api/v1/notes", "/",
        ):  # fmt: skip
            text = client.get(address, follow=True).content.decode()
            assert "hipopotamem" not in text, address
            assert "Nowy tytuł" not in text, address
        assert client.get(f"/notes/{slug}/history/{row.number}/").status_code == 404
        assert client.post(f"/notes/{slug}/history/{row.number}/review/", {"answer": "approve"}).status_code in (302, 404)  # fmt: skip
    own = cast.client(cast.ola).get(f"/notes/{slug}/").content.decode()
    assert "waits for a reviewer" in own
    assert "Zmienione hipopotamem." in cast.client(cast.ola).get(f"/notes/{slug}/edit/").content.decode()  # fmt: skip
    marta = cast.client(cast.marta)
    assert "Nowy tytuł" in marta.get("/notes/reviews/").content.decode()
    assert "Notes to review" in marta.get("/moderation/").content.decode()
    diff = marta.get(f"/notes/{slug}/history/{row.number}/").content.decode()
    assert "hipopotamem" in diff
    assert "<ins>nowe</ins>" in diff
    sent = marta.post(f"/notes/{slug}/history/{row.number}/review/", {"answer": "approve"})
    assert sent.status_code == 303
    page = cast.client().get(f"/notes/{slug}/").content.decode()
    assert "hipopotamem" in page
    assert "Nowy tytuł" in page
    assert ">nowe<" in page
    assert [*html(False), *revisions(False)] == []


def test_improve_needs_a_reason_and_tells_the_authors(cast: Cast, reviewed: PracticeNote) -> None:
    row = changed(cast, reviewed)
    marta, address = cast.client(cast.marta), f"/notes/{reviewed.slug}/history/{row.number}/review/"
    assert marta.post(address, {"answer": "improve"}).status_code == 422
    assert marta.post(address, {"answer": "perhaps"}).status_code == 422
    assert marta.post(address, {"answer": "improve", "reason": "Brak wieku dzieci."}).status_code == 303  # fmt: skip
    assert "Brak wieku dzieci." in cast.client(cast.ola).get("/notifications/").content.decode()
    assert "Brak wieku dzieci." in cast.client(cast.ola).get(f"/notes/{reviewed.slug}/history/{row.number}/").content.decode()  # fmt: skip
    with pytest.raises(Conflict):
        judge_revision(by=cast.adam, revision=row, answer="approve")
    again = changed(cast, reviewed, body="Dzieci 8 lat.")
    assert again.state == Revision.State.WAITING
    judge_revision(by=cast.adam, revision=again, answer="approve", reason="Dobrze.")
    reviewed.refresh_from_db()
    assert reviewed.body == "Dzieci 8 lat."
    assert list(reviewed.revisions.order_by("number").values_list("state", flat=True)) == ["shown", "replaced", "shown"]  # fmt: skip


def test_who_reviews(cast: Cast, reviewed: PracticeNote) -> None:
    row = changed(cast, reviewed)
    for who in (cast.jan, cast.ewa, cast.ola):
        with pytest.raises(Refused):
            judge_revision(by=who, revision=row, answer="approve")
        assert cast.client(who).get("/notes/reviews/").status_code == 403
    assert cast.client().get("/notes/reviews/").status_code == 302
    User.objects.filter(pk=cast.jan.pk).update(level=3)
    cast.jan.refresh_from_db()
    assert Notification.objects.filter(kind="revision_waits", person=cast.marta).exists()
    assert judge_revision(by=cast.jan, revision=row, answer="approve")
    User.objects.filter(pk=cast.ola.pk).update(level=3)
    cast.ola.refresh_from_db()
    edit_note(by=cast.ola, note=reviewed, body="Sama oglądam notatki.")
    reviewed.refresh_from_db()
    assert reviewed.body == "Sama oglądam notatki."
    fresh = newest_of(reviewed)
    assert fresh is not None
    with pytest.raises(Refused):
        judge_revision(by=cast.ola, revision=fresh, answer="approve")


def test_a_detour_over_the_draft_does_not_pass_review(cast: Cast, reviewed: PracticeNote) -> None:
    withdraw_note(by=cast.ola, note=reviewed)
    row = changed(cast, reviewed, status="published")
    assert "hipopotamem" not in cast.client().get(f"/notes/{reviewed.slug}/").content.decode()
    withdraw_note(by=cast.ola, note=reviewed)
    assert cast.client(cast.marta).get(f"/notes/{reviewed.slug}/history/{row.number}/").status_code == 404  # fmt: skip
    with pytest.raises(Conflict):
        judge_revision(by=cast.marta, revision=row, answer="approve")
    publish_note(by=cast.ola, note=reviewed)
    judge_revision(by=cast.marta, revision=row, answer="approve")
    assert "hipopotamem" in cast.client().get(f"/notes/{reviewed.slug}/").content.decode()


def test_pictures_of_what_waits_are_not_handed_out(cast: Cast, reviewed: PracticeNote) -> None:
    sent = send(cast.client(cast.ola), drawn()).json()
    row = changed(cast, reviewed, body=f"![Rybak z wędką](file:{sent['id']})")
    held = Attachment.objects.get()
    assert (held.holder_kind, held.holder_id) == ("note_revision", row.pk)
    for who, status in ((None, 404), (cast.jan, 404), (cast.ewa, 404), (cast.ola, 200), (cast.marta, 200)):  # fmt: skip
        assert cast.client(who).get(sent["shown"]).status_code == status
    again = changed(cast, reviewed, body=f"Dalej ![Rybak z wędką](file:{sent['id']})")
    judge_revision(by=cast.marta, revision=again, answer="approve")
    assert cast.client().get(sent["shown"]).status_code == 200
    assert sent["shown"].rsplit("/", 1)[0] in cast.client().get(f"/notes/{reviewed.slug}/").content.decode()  # fmt: skip


def test_the_review_shows_on_the_page(cast: Cast, reviewed: PracticeNote) -> None:
    page = cast.client().get(f"/notes/{reviewed.slug}/").content.decode()
    assert "Reviewed" in page
    assert "Marta Lis" in page
    told = Notification.objects.get(kind="note_approved")
    assert told.person == cast.ola


@pytest.mark.parametrize("weight", ["typo", "change", "major"])
def test_a_change_says_how_large_it_is(cast: Cast, note: PracticeNote, weight: str) -> None:
    edit_note(by=cast.ola, note=note, body="x", weight=weight)
    newest = newest_of(note)
    assert newest is not None
    assert newest.weight == weight
    with pytest.raises(Invalid):
        edit_note(by=cast.ola, note=note, body="y", weight="huge")


def public_history(cast: Cast, note: PracticeNote) -> list[tuple[str, str]]:
    rows = Caller().get(f"notes/{note.slug}/revisions").json()["results"]
    return [(row["weight"], row["comment"]) for row in rows]


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("returned", [False, True])
def test_a_slip_of_the_pen_does_not_make_little_of_what_waits(
    cast: Cast, reviewed: PracticeNote, door: str, returned: bool
) -> None:
    english = write_note(by=cast.jan, title="Fishing", body="x", lang="en", translation_of=reviewed.slug)  # fmt: skip
    row = changed(cast, reviewed, body="Całkiem inaczej,z hipopotamem.", weight="major", comment="Bez wody")  # fmt: skip
    if returned:
        judge_revision(by=cast.marta, revision=row, answer="improve", reason="Przecinek.")
    given = {"body": "Całkiem inaczej, z hipopotamem.", "weight": "typo", "comment": "Literówka"}
    if door == "api":
        assert Caller(cast.ola).patch(f"notes/{reviewed.slug}", given).json()["waiting"] is True
    else:
        form = {**FORM, **given, "title": reviewed.title, "status": "published"}
        assert cast.client(cast.ola).post(f"/notes/{reviewed.slug}/edit/", form).status_code == 303
    waiting = waiting_of(reviewed)
    assert waiting is not None
    judge_revision(by=cast.marta, revision=waiting, answer="approve")
    assert public_history(cast, reviewed)[0] == ("major", "Bez wody; Literówka")
    history = cast.client().get(f"/notes/{reviewed.slug}/history/").content.decode()
    assert "Bez wody; Literówka" in history
    assert "The original has changed since" in cast.client().get(f"/notes/{english.slug}/").content.decode()  # fmt: skip


def test_a_reviewer_among_the_authors_does_not_make_little_of_it_either(cast: Cast, reviewed: PracticeNote) -> None:  # fmt: skip
    together(cast, reviewed, cast.adam)
    changed(cast, reviewed, weight="major", comment="Bez wody")
    edit_note(by=cast.adam, note=reviewed, body="Zmienione hipopotamem!", weight="typo")
    assert public_history(cast, reviewed)[0] == ("major", "Bez wody")
    # What is changed after that is as large as it is.
    edit_note(by=cast.adam, note=reviewed, body="Zmienione hipopotamem.", weight="typo", comment="Kropka")  # fmt: skip
    assert public_history(cast, reviewed)[0] == ("typo", "Kropka")


@pytest.mark.parametrize(
    ("before", "now", "both"),
    [
        ("", "b", "b"), ("a", "", "a"), ("a", "a", "a"), ("a; b", "b", "a; b"), ("a", "b", "a; b"),
        ("a" * 100, "b" * 98, f"{'a' * 100}; {'b' * 98}"), ("a" * 200, "b", f"{'a' * 196}…; b"),
        ("a", "b" * 200, f"a; {'b' * 196}…"), ("a" * 200, "b" * 200, f"{'a' * 98}…; {'b' * 98}…"),
    ],
)  # fmt: skip
def test_two_comments_have_room_in_one(before: str, now: str, both: str) -> None:
    assert joined(before, now) == both
    assert len(both) <= 200
