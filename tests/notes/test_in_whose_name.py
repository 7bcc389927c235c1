"""Notes in the name of an organisation: who writes and changes them, what everybody sees, who learns who wrote."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tokens import make_token
from accounts.viewer import Viewer
from directory.actions.hide import hide_organisation
from directory.actions.members import remove_member
from directory.facts import OrganisationsMerged
from directory.models import Membership, Organisation
from kernel.facts import publish
from notes.actions.write_note import write_note
from notes.models import PracticeNote, Revision
from notes.policies import holds_note, sees_note
from tests.cast import Cast, person

HOUSE = "Dom Kultury w Brzozówce"
FORM = {
    "title": "Kawa dla stu osób",
    "body": "Zagotuj wodę.",
    "licence": "CC BY",
    "lang": "pl",
    "status": "published",
}


@pytest.fixture
def spoken(cast: Cast) -> PracticeNote:
    """Ola's note in the name of the house."""
    return write_note(
        by=cast.ola, title="Kawa dla stu osób", body="Zagotuj wodę.", organisation=cast.house, in_its_name=True
    )  # fmt: skip


@pytest.fixture
def zofia(cast: Cast) -> User:
    """Another editor of the house."""
    zofia = person("zofia", "Zofia Żak")
    Membership.objects.create(organisation=cast.house, person=zofia, role="editor")
    return zofia


def page(cast: Cast, viewer: Viewer, address: str) -> str:
    answer = cast.client(viewer).get(address)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def api(user: User | None, address: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    client = Client(headers={"Authorization": f"Bearer {make_token(user)}"} if user else {})
    address = f"/api/v1/{address}"
    if body is None:
        answer = client.get(address)
    else:
        answer = client.post(address, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_the_form_offers_what_one_may(cast: Cast) -> None:
    shown = page(cast, cast.ola, "/notes/write/")
    assert f"In the name of {HOUSE}" in shown
    assert f"In my own name, with {HOUSE}" in shown
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="member")
    shown = page(cast, cast.jan, "/notes/write/")
    assert f"In the name of {HOUSE}" not in shown
    assert f"In my own name, with {HOUSE}" in shown
    for outsider in (cast.ewa, cast.marta):
        assert "In whose name?" not in page(cast, outsider, "/notes/write/")


def test_by_the_form_it_is_the_houses(cast: Cast) -> None:
    sent = {**FORM, "key": "a", "organisation": f"as:{cast.house.slug}"}
    assert cast.client(cast.ola).post("/notes/write/", sent).status_code == 303
    note = PracticeNote.objects.get()
    assert (note.author, note.organisation, note.in_its_name) == (cast.ola, cast.house, True)
    shown = page(cast, cast.visitor, f"/notes/{note.slug}/")
    assert f"Written by {HOUSE}" in shown
    assert "Ola" not in shown
    assert "Tried at" not in shown


@pytest.mark.parametrize("who", ["jan", "ewa", "marta", "nowa"])
def test_nobody_else_writes_for_it(cast: Cast, who: str) -> None:
    outsider = getattr(cast, who)
    sent = {**FORM, "key": "b", "organisation": f"as:{cast.house.slug}"}
    cast.client(outsider).post("/notes/write/", sent)
    assert not PracticeNote.objects.filter(organisation=cast.house).exists()
    status, _ = api(outsider, "notes", {"title": "x", "body": "x", "organisation": cast.house.slug})
    assert status == 403
    assert not PracticeNote.objects.filter(organisation=cast.house).exists()


def test_a_member_who_edits_nothing_does_not(cast: Cast) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="member")
    sent = {**FORM, "key": "c", "organisation": f"as:{cast.house.slug}"}
    assert cast.client(cast.jan).post("/notes/write/", sent).status_code == 422
    assert not PracticeNote.objects.exists()


def test_the_api_writes_and_shows_it(cast: Cast) -> None:
    body = {"title": "Kawa", "body": "Woda.", "organisation": cast.house.slug}
    status, made = api(cast.ola, "notes", body)
    assert (status, made["author"]["organisation"], made["author"]["handle"]) == (
        201,
        cast.house.slug,
        "",
    )
    for reader in (None, cast.jan, cast.ola):
        _, read = api(reader, f"notes/{made['slug']}")
        _, listed = api(reader, "notes")
        assert "Ola" not in json.dumps([read, listed])
        assert listed["results"][0]["author"]["name"] == HOUSE
    assert api(cast.ola, "notes", {**body, "organisation": "nie-ma"})[0] == 422


def test_who_wrote_is_known_to_moderators_and_its_people_alone(
    cast: Cast, spoken: PracticeNote, zofia: User
) -> None:
    member = person("iza", "Iza Mak")
    Membership.objects.create(organisation=cast.house, person=member, role="member")
    addresses = [
        f"/notes/{spoken.slug}/",
        f"/notes/{spoken.slug}/history/",
        f"/notes/{spoken.slug}/history/1/",
    ]
    for insider in (cast.ola, cast.marta, cast.adam, member, zofia):
        for address in addresses:
            assert "Ola Wrona" in page(cast, insider, address), (insider, address)
    everywhere = [*addresses, "/notes/", "/", "/feeds/notes.xml"]
    for outsider in (cast.jan, cast.ewa, cast.nowa, cast.visitor):
        for address in everywhere:
            shown = page(cast, outsider, address)
            assert HOUSE in shown, address
            assert "Ola" not in shown, (outsider, address)
    assert spoken.title not in page(cast, cast.jan, "/people/ola/")
    assert spoken.title not in page(cast, cast.jan, "/notes/?author=ola")
    assert spoken.title in page(cast, cast.jan, f"/notes/?organisation={cast.house.slug}")


def test_another_editor_looks_after_it(cast: Cast, spoken: PracticeNote, zofia: User) -> None:
    client = cast.client(zofia)
    sent = {**FORM, "body": "Zagotuj dużo wody.", "seen": str(spoken.revisions.get().pk)}
    assert client.post(f"/notes/{spoken.slug}/edit/", sent).status_code == 303
    spoken.refresh_from_db()
    assert (spoken.body, spoken.author, spoken.in_its_name) == (
        "Zagotuj dużo wody.",
        cast.ola,
        True,
    )
    assert list(spoken.revisions.order_by("number").values_list("author__handle", "organisation")) == [
        ("ola", cast.house.pk), ("zofia", cast.house.pk)
    ]  # fmt: skip
    assert "Zofia" not in page(cast, cast.jan, f"/notes/{spoken.slug}/history/2/")
    # She sees the drafts of the house, and nobody else does.
    assert client.post(f"/notes/{spoken.slug}/withdraw/").status_code == 303
    assert spoken.title in page(cast, zofia, "/notes/mine/")
    assert cast.client(zofia).get(f"/notes/{spoken.slug}/").status_code == 200
    for outsider in (cast.jan, cast.ewa, cast.marta, cast.visitor):
        assert cast.client(outsider).get(f"/notes/{spoken.slug}/").status_code == 404
    for outsider in (cast.jan, cast.ewa, cast.marta):
        for verb in ("edit", "publish", "withdraw"):
            assert cast.client(outsider).post(
                f"/notes/{spoken.slug}/{verb}/", sent
            ).status_code in (403, 404)


def test_what_was_read_in_its_name_stays_in_it(
    cast: Cast, spoken: PracticeNote, zofia: User
) -> None:
    for editor in (zofia, cast.ola):
        for name in ("", cast.house.slug):
            cast.client(editor).post(f"/notes/{spoken.slug}/edit/", {**FORM, "organisation": name})
            spoken.refresh_from_db()
            assert (spoken.in_its_name, spoken.organisation) == (True, cast.house)


def test_who_leaves_cannot_go_on_and_an_unread_draft_stays_theirs(
    cast: Cast, spoken: PracticeNote, zofia: User
) -> None:
    draft = write_note(
        by=cast.ola, title="Szkic", body="Jeszcze nie.", organisation=cast.house, in_its_name=True, status="draft"
    )  # fmt: skip
    remove_member(by=zofia, organisation=cast.house, handle="ola")
    ola = cast.client(cast.ola)
    for verb in ("edit", "withdraw"):
        assert ola.post(f"/notes/{spoken.slug}/{verb}/", FORM).status_code == 403
    assert "Edit" not in page(cast, cast.ola, f"/notes/{spoken.slug}/").split("<article")[1]
    # The draft nobody has read: not to be published for the house any more, but in her own name.
    assert ola.post(f"/notes/{draft.slug}/publish/").status_code == 403
    kept = {**FORM, "title": "Szkic", "body": "Jeszcze nie."}
    assert (
        ola.post(
            f"/notes/{draft.slug}/edit/", {**kept, "organisation": f"as:{cast.house.slug}"}
        ).status_code
        == 422
    )
    assert ola.post(f"/notes/{draft.slug}/edit/", {**kept, "organisation": ""}).status_code == 303
    draft.refresh_from_db()
    assert (draft.status, draft.in_its_name, draft.organisation) == ("published", False, None)
    assert "Ola Wrona" in page(cast, cast.jan, f"/notes/{draft.slug}/history/")
    # What the house writes meanwhile is nothing to her.
    cast.client(zofia).post(f"/notes/{spoken.slug}/withdraw/")
    assert ola.get(f"/notes/{spoken.slug}/").status_code == 404
    assert spoken.title not in page(cast, cast.ola, "/notes/mine/")


def test_the_history_of_a_draft_does_not_tell_who_held_the_pen(cast: Cast) -> None:
    draft = write_note(by=cast.ola, title="Kawa dla stu osób", body="Zagotuj wodę.", status="draft")
    sent = {**FORM, "organisation": f"as:{cast.house.slug}"}
    assert cast.client(cast.ola).post(f"/notes/{draft.slug}/edit/", sent).status_code == 303
    assert Revision.objects.filter(note=draft, organisation=cast.house).count() == 1
    assert "Ola" not in page(cast, cast.jan, f"/notes/{draft.slug}/history/")


def test_a_hidden_house_is_not_named_and_a_twin_gives_way(cast: Cast, spoken: PracticeNote) -> None:
    beside = write_note(by=cast.ola, title="Herbata", body="Woda.", organisation=cast.house)
    hide_organisation(organisation=cast.house, hidden=True)
    for note in (spoken, beside):
        for address in (f"/notes/{note.slug}/", f"/notes/{note.slug}/history/", "/notes/"):
            assert HOUSE not in page(cast, cast.jan, address), address
        assert HOUSE not in json.dumps(api(None, f"notes/{note.slug}")[1], ensure_ascii=False)
    assert "Ola" not in page(cast, cast.jan, f"/notes/{spoken.slug}/")
    heir = Organisation.objects.create(slug="nowy-dom", name="Nowy Dom")
    Organisation.objects.filter(pk=cast.house.pk).update(merged_into=heir)
    publish(OrganisationsMerged(kept_id=heir.pk, gone_id=cast.house.pk))
    for address in (f"/notes/{spoken.slug}/", f"/notes/{spoken.slug}/history/"):
        assert "Nowy Dom" in page(cast, cast.jan, address)


def test_the_filter_and_the_checks_agree(cast: Cast, spoken: PracticeNote, zofia: User) -> None:
    made: dict[str, Any] = {"by": cast.ola, "body": "x", "organisation": cast.house}
    for title, status in (("Szkic domu", "draft"), ("Notatka domu", "published")):
        write_note(**made, title=title, in_its_name=True, status=status)
        write_note(**made, title=f"{title} obok", status=status)
    PracticeNote.objects.filter(title="Notatka domu").update(hidden=True)
    spoken.status = "draft"
    spoken.save(update_fields=["status"])
    for viewer in (cast.ola, zofia, cast.jan, cast.ewa, cast.marta, cast.visitor):
        seen = set(PracticeNote.objects.visible_to(viewer))
        assert seen == {note for note in PracticeNote.objects.all() if sees_note(viewer, note)}, (
            viewer
        )
    from notes.querysets import held_by

    for user in (cast.ola, zofia, cast.jan, cast.ewa, cast.marta):
        held = set(PracticeNote.objects.filter(held_by(user)))
        assert held == {note for note in PracticeNote.objects.all() if holds_note(user, note)}, user
