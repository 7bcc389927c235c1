"""A note that several people write: asked, answered, ended."""

import pytest

from accounts.models import User
from kernel.refusals import Invalid, Refused
from notes.actions.coauthors import answer_invitation, invite_coauthor, remove_coauthor
from notes.actions.edit_note import edit_note
from notes.actions.publish_note import publish_note
from notes.authors.models import CoAuthor
from notes.models import PracticeNote
from notifications.models import Notification
from tests.cast import Cast


def together(cast: Cast, note: PracticeNote, person: User | None = None) -> CoAuthor:
    """Jan, or somebody else, writes it with Ola."""
    person = person or cast.jan
    row = invite_coauthor(by=cast.ola, note=note, handle=f"@{person.handle}")
    return answer_invitation(by=person, coauthor=row, accept=True)


def test_somebody_asked_sees_the_draft_once_they_say_yes(cast: Cast, draft: PracticeNote) -> None:
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    assert ola.post(f"/notes/{draft.slug}/authors/", {"handle": "jan"}).status_code == 303
    assert "asks you to write" in jan.get("/notifications/").content.decode()
    assert jan.get(f"/notes/{draft.slug}/").status_code == 404
    assert draft.title in jan.get("/notes/mine/").content.decode()
    assert draft.title in jan.get(f"/notes/{draft.slug}/invitation/").content.decode()
    assert jan.post(f"/notes/{draft.slug}/invitation/", {"accept": "1"}).status_code == 303
    assert jan.get(f"/notes/{draft.slug}/").status_code == 200
    assert jan.get(f"/notes/{draft.slug}/edit/").status_code == 200
    assert "writes “Szkic tajny” with you" in ola.get("/notifications/").content.decode()
    for who in (None, cast.ewa, cast.marta):
        assert cast.client(who).get(f"/notes/{draft.slug}/").status_code == 404
        assert cast.client(who).get(f"/notes/{draft.slug}/invitation/").status_code in (302, 404)


def test_they_are_named_and_may_edit(cast: Cast, note: PracticeNote) -> None:
    page = f"/notes/{note.slug}/"
    assert "Jan Zubek" not in cast.client().get(page).content.decode()
    together(cast, note)
    assert "Jan Zubek" in cast.client().get(page).content.decode()
    assert "Łowienie" in cast.client().get("/people/jan/").content.decode()
    assert "Łowienie" in cast.client().get("/notes/?author=jan").content.decode()
    edit_note(by=cast.jan, note=note, body="Jan dopisał.")
    assert "Jan Zubek" in cast.client().get(f"{page}history/").content.decode()
    shape = cast.client().get(f"/api/v1/notes/{note.slug}").json()
    assert [one["handle"] for one in shape["coauthors"]] == ["jan"]


def test_no_is_no_and_either_side_ends_it(cast: Cast, draft: PracticeNote) -> None:
    row = invite_coauthor(by=cast.ola, note=draft, handle="jan")
    answer_invitation(by=cast.jan, coauthor=row, accept=False)
    with pytest.raises(Invalid):
        invite_coauthor(by=cast.ola, note=draft, handle="jan")
    assert cast.client(cast.jan).get(f"/notes/{draft.slug}/invitation/").status_code == 404
    second = invite_coauthor(by=cast.ola, note=draft, handle="ewa")
    answer_invitation(by=cast.ewa, coauthor=second, accept=True)
    publish_note(by=cast.ewa, note=draft)
    remove_coauthor(by=cast.ola, coauthor=second)
    assert cast.client(cast.ewa).get(f"/notes/{draft.slug}/edit/").status_code == 403
    assert "Ewa Kostka" not in cast.client().get(f"/notes/{draft.slug}/").content.decode()


@pytest.mark.parametrize("handle", ["", "nikt", "ola", "nowa", "@", "a\0", "x" * 100])
def test_whom_one_cannot_ask(cast: Cast, draft: PracticeNote, handle: str) -> None:
    sent = cast.client(cast.ola).post(f"/notes/{draft.slug}/authors/", {"handle": handle})
    assert sent.status_code == 422
    assert not CoAuthor.objects.exists()


def test_only_the_author_asks(cast: Cast, note: PracticeNote) -> None:
    together(cast, note)
    for who in (cast.jan, cast.marta):
        with pytest.raises(Refused):
            invite_coauthor(by=who, note=note, handle="ewa")
    assert cast.client(cast.jan).get(f"/notes/{note.slug}/authors/").status_code == 403
    assert cast.client(cast.ewa).post(f"/notes/{note.slug}/authors/jan/remove/").status_code == 404
    assert cast.client(cast.jan).post(f"/notes/{note.slug}/authors/jan/remove/").status_code == 303
    assert not CoAuthor.objects.exists()


def test_a_note_in_an_organisation_s_name_is_its_editors(cast: Cast, draft: PracticeNote) -> None:
    together(cast, draft)
    edit_note(by=cast.ola, note=draft, organisation=cast.house, in_its_name=True)
    assert cast.client(cast.jan).get(f"/notes/{draft.slug}/").status_code == 404
    publish_note(by=cast.ola, note=draft)
    assert "Jan Zubek" not in cast.client().get(f"/notes/{draft.slug}/").content.decode()
    with pytest.raises(Refused):
        invite_coauthor(by=cast.ola, note=PracticeNote.objects.get(), handle="ewa")


def test_names_in_a_note_are_told_once_it_is_public(cast: Cast, draft: PracticeNote) -> None:
    edit_note(by=cast.ola, note=draft, body="Zapytaj @jan i @dom-kultury-w-brzozowce.")
    assert not Notification.objects.filter(kind="mention").exists()
    publish_note(by=cast.ola, note=draft)
    assert [row.person for row in Notification.objects.filter(kind="mention")] == [cast.jan]
    note = PracticeNote.objects.get()
    edit_note(by=cast.ola, note=note, body="Zapytaj @jan i @ewa.")
    told = Notification.objects.filter(kind="mention").order_by("pk")
    assert [row.person for row in told] == [cast.jan, cast.ewa]
    assert "mentioned you" in cast.client(cast.ewa).get("/notifications/").content.decode()
