"""“I ran this”: told, counted, changed, taken back, moderated."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from composing.models import Attachment
from directory.models import Membership, Organisation
from kernel.refusals import Invalid, Refused
from moderation.actions.decide import decide
from notes.actions.hide import hide_note
from notes.actions.runs import edit_run, hide_run, remove_run, write_run
from notes.models import PracticeNote
from notes.runs.integrity import figures, html
from notes.runs.models import Run
from notes.runs.words import ran_words
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.composing.conftest import drawn, send

DAY = date(2026, 5, 31)


def ran(cast: Cast, note: PracticeNote, who: Any = None, **more: Any) -> Run:
    given = {
        "body": "Poszło **gładko**.",
        "ran_on": DAY,
        "group": "16 dzieci",
        "changed": "Bez nocy",
        **more,
    }
    return write_run(by=who or cast.jan, note=note, **given)


def page(cast: Cast, note: PracticeNote, who: Any = None) -> str:
    return cast.client(who).get(f"/notes/{note.slug}/").content.decode()


def test_it_shows_on_the_note_and_on_its_card(cast: Cast, note: PracticeNote) -> None:
    assert "Nobody has told yet" in page(cast, note)
    ran(cast, note)
    ran(cast, note, cast.ola, organisation=cast.house)
    html_ = page(cast, note)
    for words in ("Poszło <strong>gładko</strong>", "16 dzieci", "Bez nocy", "run 2 times by 1 organisation, last in May 2026"):  # fmt: skip
        assert words in html_
    assert "run 2 times by 1 organisation" in cast.client().get("/notes/").content.decode()
    shape = cast.client().get(f"/api/v1/notes/{note.slug}").json()
    assert (shape["runs"], shape["run_by"], shape["last_run_on"]) == (2, 1, "2026-05-31")
    assert [*figures(False), *html(False)] == []


@pytest.mark.parametrize(
    ("count", "houses", "words"),
    [
        (1, 0, "sprawdzone raz, ostatnio w maju 2026"),
        (2, 1, "sprawdzone 2 razy w 1 organizacji, ostatnio w maju 2026"),
        (7, 5, "sprawdzone 7 razy w 5 organizacjach, ostatnio w maju 2026"),
        (22, 21, "sprawdzone 22 razy w 21 organizacjach, ostatnio w maju 2026"),
        (0, 0, ""),
    ],
)
def test_polish_counts_right(count: int, houses: int, words: str) -> None:
    with translation.override("pl"):
        assert ran_words(count, houses, DAY) == words


def test_the_form_tells_and_its_author_changes_it(cast: Cast, note: PracticeNote) -> None:
    jan, address = cast.client(cast.jan), f"/notes/{note.slug}/runs/"
    form = jan.get(f"{address}write/").content.decode()
    assert "organisation" not in form.split('<form class="sheet"')[1].split("</form>")[0]
    key = form.split('name="key" value="')[1].split('"')[0]
    data = {"ran_on": "2026-05-31", "body": "Dobrze.", "key": key}
    for _ in range(2):
        assert jan.post(f"{address}write/", data).status_code == 303
    run = Run.objects.get()
    assert "Change how it went" in jan.get(f"{address}{run.pk}/edit/").content.decode()
    assert jan.post(f"{address}{run.pk}/edit/", {**data, "body": "Lepiej."}).status_code == 303
    assert "Lepiej." in page(cast, note)
    for who, status in ((cast.ola, 403), (cast.ewa, 403), (cast.marta, 403), (None, 302)):
        client = cast.client(who)
        assert client.post(f"{address}{run.pk}/edit/", data).status_code == status
        assert client.post(f"{address}{run.pk}/remove/").status_code == status
    assert jan.post(f"{address}{run.pk}/remove/").status_code == 303
    assert "Lepiej." not in page(cast, note)
    assert not Run.objects.exists()
    note.refresh_from_db()
    assert (note.run_count, note.last_run_on) == (0, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ran_on", ""), ("ran_on", "wczoraj"), ("ran_on", "2026-13-01"), ("ran_on", "1700-01-01"), ("ran_on", "2099-01-01"),
        ("body", ""), ("body", "a\0"), ("body", "x" * 8_001), ("group", "x" * 121), ("changed", "x" * 2_001),
        ("organisation", "nie-ma"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(
    cast: Cast, note: PracticeNote, field: str, value: str
) -> None:
    data = {"ran_on": "2026-05-31", "body": "Dobrze.", field: value}
    sent = cast.client(cast.ola).post(f"/notes/{note.slug}/runs/write/", data)
    assert sent.status_code == 422
    answer = Caller(cast.ola).post(f"notes/{note.slug}/runs", data)
    assert answer.status_code == 422
    assert not Run.objects.exists()


def test_who_may(cast: Cast, note: PracticeNote, draft: PracticeNote) -> None:
    address = f"/notes/{note.slug}/runs/write/"
    assert cast.client().get(address).status_code == 302
    assert cast.client(cast.nowa).get(address).status_code == 403
    assert cast.client(cast.jan).get(f"/notes/{draft.slug}/runs/write/").status_code == 404
    with pytest.raises(Refused):
        ran(cast, draft, cast.ola)
    for stranger in (cast.jan, cast.ewa):
        with pytest.raises(Refused):
            ran(cast, note, stranger, organisation=cast.house)
    hide_note(note, True)
    with pytest.raises(Refused):
        ran(cast, note, cast.ola)
    hide_note(note, False)
    with pytest.raises(Invalid):
        ran(cast, note, ran_on=timezone.localdate() + timedelta(days=3))


def test_who_has_left_keeps_the_name_on_what_they_told(cast: Cast, note: PracticeNote) -> None:
    run = ran(cast, note, cast.ola, organisation=cast.house)
    Membership.objects.filter(person=cast.ola).update(left_at=timezone.now())
    run = edit_run(by=cast.ola, run=run, body="x", ran_on=DAY, organisation=cast.house)
    assert run.organisation == cast.house
    run = edit_run(by=cast.ola, run=run, body="x", ran_on=DAY)
    with pytest.raises(Refused):
        edit_run(by=cast.ola, run=run, body="x", ran_on=DAY, organisation=cast.house)


def test_a_hidden_run_is_seen_by_its_author_and_moderators(cast: Cast, note: PracticeNote) -> None:
    run = ran(cast, note, body="Hipopotam.")
    assert cast.client(cast.ola).get(f"/moderation/report/note_run/{run.pk}/").status_code == 200
    decide(
        by=cast.marta,
        kind="note_run",
        object_id=run.pk,
        verdict="hide",
        rule="abuse",
        reason="Bo tak.",
    )
    address = f"/notes/{note.slug}/runs/"
    for who, sees in ((None, False), (cast.ola, False), (cast.ewa, False), (cast.jan, True), (cast.marta, True)):  # fmt: skip
        assert ("Hipopotam." in cast.client(who).get(address).content.decode()) is sees
        assert "Hipopotam." not in page(cast, note, who)
        listed = Caller(who).get(f"notes/{note.slug}/runs").json()["results"]
        assert bool(listed) is sees
    note.refresh_from_db()
    assert note.run_count == 0
    hide_run(run, False)
    assert "Hipopotam." in page(cast, note)


def test_its_pictures_go_with_the_note(cast: Cast, note: PracticeNote) -> None:
    sent = send(cast.client(cast.jan), drawn()).json()
    run = ran(cast, note, body=f"![Dzieci na dywanie](file:{sent['id']})")
    assert cast.client().get(sent["shown"]).status_code == 200
    hide_note(note, True)
    assert cast.client().get(sent["shown"]).status_code == 404
    hide_note(note, False)
    remove_run(by=cast.jan, run=run)
    assert cast.client().get(sent["shown"]).status_code == 404
    assert Attachment.objects.get().holder_id is None
    with pytest.raises(Invalid):
        ran(cast, note, body=f"![](file:{sent['id']})")


def test_the_checks_mend_figures(cast: Cast, note: PracticeNote) -> None:
    ran(cast, note)
    PracticeNote.objects.filter(pk=note.pk).update(run_count=9, last_run_on=None)
    Run.objects.update(html="x")
    assert len([*figures(False), *html(False)]) == 2
    assert len([*figures(True), *html(True)]) == 2
    assert [*figures(False), *html(False)] == []


def test_the_authors_are_told_and_twins_are_one(cast: Cast, note: PracticeNote) -> None:
    ran(cast, note)
    assert "Jan Zubek did what your note" in cast.client(cast.ola).get("/notifications/").content.decode()  # fmt: skip
    other = Organisation.objects.create(slug="bliźniak", name="Bliźniak", kind=cast.house.kind)
    Membership.objects.create(organisation=other, person=cast.jan, role=Membership.Role.EDITOR)
    ran(cast, note, organisation=other)
    ran(cast, note, cast.ola, organisation=cast.house)
    note.refresh_from_db()
    assert note.run_houses == 2
    from django.db import transaction

    from directory.facts import OrganisationsMerged
    from kernel import facts

    with transaction.atomic():
        facts.publish(OrganisationsMerged(gone_id=other.pk, kept_id=cast.house.pk))
    note.refresh_from_db()
    assert note.run_houses == 1


def test_through_the_api(cast: Cast, note: PracticeNote) -> None:
    ola, jan = Caller(cast.ola), Caller(cast.jan)
    sent = {"ran_on": "2026-05-31", "body": "Dobrze.", "organisation": cast.house.slug}
    made = ola.post(f"notes/{note.slug}/runs", sent, key="k")
    assert made.status_code == 201
    assert ola.post(f"notes/{note.slug}/runs", sent, key="k").json()["id"] == made.json()["id"]
    assert jan.post(f"notes/{note.slug}/runs", sent).status_code == 422
    assert Caller().post(f"notes/{note.slug}/runs", sent).status_code == 401
    path = f"notes/{note.slug}/runs/{made.json()['id']}"
    assert jan.put(path, sent).status_code == 403
    assert ola.put(path, {**sent, "group": "9 osób"}).json()["group"] == "9 osób"
    assert jan.delete(path).status_code == 403
    assert ola.delete(path).status_code == 204
    assert ola.delete(path).status_code == 404
    assert Caller().get(f"notes/{note.slug}/runs").json()["results"] == []
