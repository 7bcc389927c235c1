"""Writing notes: by actions and by forms; what is refused, and who is."""

from typing import Any

import pytest

from kernel import facts
from kernel.refusals import Conflict, Invalid, KeyReused, Refused
from notes.access import note_for
from notes.actions.edit_note import edit_note
from notes.actions.hide import hide_note
from notes.actions.publish_note import publish_note, withdraw_note
from notes.actions.write_note import write_note
from notes.facts import NoteChanged, NotePublished
from notes.integrity import html, published, revisions
from notes.models import PracticeNote, Revision
from notes.policies import sees_note
from tests.cast import Cast


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[facts.Fact]:
    said: list[facts.Fact] = []
    for kind in (NotePublished, NoteChanged):
        monkeypatch.setitem(facts._receivers, kind, [*facts._receivers[kind], said.append])
    return said


def drift() -> list[str]:
    return [line for check in (html, revisions, published) for line in check(False)]


def test_addresses_are_taken_from_titles_once(cast: Cast) -> None:
    slugs = [write_note(by=cast.ola, title=title, body="x").slug for title in
             ("Żółta łódź", "Żółta Łódź!", "żółta łódź", "Write", "mine", "…", "!!!")]  # fmt: skip
    assert slugs == [
        "zolta-lodz",
        "zolta-lodz-2",
        "zolta-lodz-3",
        "write-2",
        "mine-2",
        "notatka",
        "notatka-2",
    ]
    note = edit_note(by=cast.ola, note=PracticeNote.objects.get(slug="zolta-lodz"), title="Zielona")
    assert (note.slug, note.title) == ("zolta-lodz", "Zielona")


def test_what_is_said_when(cast: Cast, heard: list[facts.Fact]) -> None:
    note = write_note(by=cast.ola, title="T", body="b", status="draft")
    assert (note.published_at, heard) == (None, [NoteChanged(note_id=note.pk)])
    note = publish_note(by=cast.ola, note=note)
    first = note.published_at
    withdraw_note(by=cast.ola, note=note)
    note = publish_note(by=cast.ola, note=note)
    publish_note(by=cast.ola, note=note)
    assert note.published_at == first
    assert [type(fact) for fact in heard] == [NoteChanged, NotePublished, NoteChanged, NoteChanged]
    hide_note(note, True)
    hide_note(note, True)
    assert len(heard) == 5
    assert drift() == []


def test_other_words_make_a_revision_and_a_draft_leaves_none(cast: Cast) -> None:
    note = write_note(by=cast.ola, title="T", body="tajne", status="draft")
    note = edit_note(by=cast.ola, note=note, body="drugie")
    note = edit_note(by=cast.ola, note=note, status="published")
    assert list(note.revisions.values_list("number", "body")) == [(1, "drugie")]
    note = edit_note(by=cast.ola, note=note, body="trzecie", comment="lepiej")
    note = edit_note(by=cast.ola, note=note, tags="a, b", licence="CC0")
    assert list(note.revisions.order_by("number").values_list("number", "body", "comment")) == [
        (1, "drugie", ""), (2, "trzecie", "lepiej"), (3, "trzecie", ""),
    ]  # fmt: skip
    assert sorted(note.tags.names()) == ["a", "b"]
    assert drift() == []


def test_two_windows_do_not_write_over_each_other(cast: Cast, note: PracticeNote) -> None:
    seen = note.revisions.get().pk
    edit_note(by=cast.ola, note=note, body="w pierwszym", seen=seen)
    with pytest.raises(Conflict):
        edit_note(by=cast.ola, note=note, body="w drugim", seen=seen)
    note.refresh_from_db()
    assert note.body == "w pierwszym"


def test_one_send_one_note(cast: Cast) -> None:
    def send(**more: Any) -> PracticeNote:
        return write_note(**{"by": cast.ola, "title": "T", "body": "b", "key": "k", **more})

    assert send() == send()
    assert send(by=cast.jan) != send()
    with pytest.raises(KeyReused):
        send(body="c")
    assert PracticeNote.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "a\nb"), ("title", "x" * 201), ("title", "a\0"), ("title", None), ("body", ""),
     ("body", "a\ud800"), ("body", "x" * 32_001), ("summary", "x" * 301), ("licence", "GPL"), ("lang", "xyz"),
     ("lang", None), ("status", "hidden"), ("status", None), ("tags", "x" * 31), ("tags", ",".join("abcdefghi")),
     ("practices", ["nie-ma"]), ("practices", [None]), ("audiences", ["a\0"]), ("source", "x" * 301)],
)  # fmt: skip
def test_bad_fields_are_refused_by_name(
    cast: Cast, note: PracticeNote, field: str, value: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        write_note(**{"by": cast.ola, "title": "T", "body": "b", field: value})
    assert list(refused.value.fields) == [field]
    assert PracticeNote.objects.count() == 1
    if field != "source" and value is not None:
        with pytest.raises(Invalid):
            edit_note(**{"by": cast.ola, "note": note, field: value})


@pytest.mark.parametrize("who", ["visitor", "nowa", "jan", "ewa", "marta", "adam"])
def test_nobody_but_its_author_changes_a_note(cast: Cast, note: PracticeNote, who: str) -> None:
    person = getattr(cast, who)
    for act in (
        lambda: edit_note(by=person, note=note, title="X"),
        lambda: publish_note(by=person, note=note),
        lambda: withdraw_note(by=person, note=note),
    ):
        with pytest.raises(Refused):
            act()
    if who in ("visitor", "nowa"):
        with pytest.raises(Refused):
            write_note(by=person, title="T", body="b")


@pytest.mark.parametrize(
    ("who", "may"), [("ola", True), ("jan", False), ("ewa", False), ("adam", False)]
)
def test_only_those_who_belong_write_for_an_organisation(cast: Cast, who: str, may: bool) -> None:
    person = getattr(cast, who)
    if may:
        assert (
            write_note(by=person, title="T", body="b", organisation=cast.house).organisation
            == cast.house
        )
        return
    with pytest.raises(Refused):
        write_note(by=person, title="T", body="b", organisation=cast.house)
    own = write_note(by=person, title="T", body="b")
    with pytest.raises(Refused):
        edit_note(by=person, note=own, organisation=cast.house)
    client = cast.client(person)
    assert cast.house.name not in client.get("/notes/write/").content.decode()
    sent = client.post(
        "/notes/write/", {**FORM, "organisation": cast.house.slug, "status": "published"}
    )
    assert sent.status_code in (303, 422)
    assert not PracticeNote.objects.filter(organisation=cast.house).exists()


def test_who_left_may_keep_the_name_but_not_take_it_again(cast: Cast, note: PracticeNote) -> None:
    from django.utils import timezone

    cast.house.memberships.filter(person=cast.ola).update(left_at=timezone.now())
    kept = edit_note(by=cast.ola, note=note, organisation=cast.house, title="Ta sama")
    assert kept.organisation == cast.house
    edit_note(by=cast.ola, note=note, organisation=None)
    with pytest.raises(Refused):
        edit_note(by=cast.ola, note=note, organisation=cast.house)


@pytest.mark.parametrize("who", ["visitor", "nowa", "ola", "jan", "ewa", "marta", "adam"])
def test_checks_and_filters_agree(
    cast: Cast, note: PracticeNote, draft: PracticeNote, who: str
) -> None:
    from django.http import Http404

    hide_note(write_note(by=cast.jan, title="Ukryta", body="x"), True)
    write_note(by=cast.ewa, title="Szkic Ewy", body="x", status="draft")
    viewer = getattr(cast, who)
    allowed = set(PracticeNote.objects.visible_to(viewer).values_list("pk", flat=True))
    for thing in PracticeNote.objects.all():
        assert sees_note(viewer, thing) == (thing.pk in allowed), (who, thing)
        status = cast.client(viewer).get(f"/notes/{thing.slug}/").status_code
        assert status == (200 if thing.pk in allowed else 404)
        if thing.pk in allowed:
            assert note_for(viewer, thing.slug) == note_for(viewer, pk=thing.pk) == thing
        else:
            with pytest.raises(Http404):
                note_for(viewer, thing.slug)


FORM = {
    "title": "Z formularza",
    "body": "Krok po kroku.",
    "licence": "CC BY",
    "lang": "pl",
    "tags": "a, b",
}


def test_the_form_writes_a_note(cast: Cast) -> None:
    client = cast.client(cast.ola)
    shown = client.get("/notes/write/").content.decode()
    assert cast.house.name in shown
    key = shown.split('name="key" value="')[1].split('"')[0]
    data = {
        **FORM,
        "key": key,
        "organisation": cast.house.slug,
        "practices": ["teatr"],
        "status": "published",
    }
    for _ in range(2):
        sent = client.post("/notes/write/", data)
        assert (sent.status_code, sent["Location"]) == (303, "/notes/z-formularza/")
    note = PracticeNote.objects.get()
    assert (note.status, note.organisation, [w.code for w in note.practices.all()]) == (
        "published",
        cast.house,
        ["teatr"],
    )
    again = client.post("/notes/write/", {**data, "body": "inne"})
    assert again.status_code == 422
    assert "already sent" in again.content.decode()
    assert f'name="key" value="{key}"' not in again.content.decode()


def test_a_wrong_form_keeps_everything(cast: Cast) -> None:
    client = cast.client(cast.ola)
    sent = client.post(
        "/notes/write/", {**FORM, "title": "", "body": "Mój długi tekst <b>", "tags": "x" * 31}
    )
    html = sent.content.decode()
    assert sent.status_code == 422
    assert "Error:" in html.split("</title>")[0]
    assert html.index("summary-error") < html.index('<form class="sheet"')
    assert "Mój długi tekst &lt;b&gt;" in html
    assert PracticeNote.objects.count() == 0


def test_enter_publishes_nothing(cast: Cast) -> None:
    cast.client(cast.ola).post("/notes/write/", FORM)
    note = PracticeNote.objects.get()
    assert note.status == "draft"
    publish_note(by=cast.ola, note=note)
    cast.client(cast.ola).post(f"/notes/{note.slug}/edit/", {**FORM, "body": "Poprawka."})
    note.refresh_from_db()
    assert (note.status, note.body) == ("published", "Poprawka.")


def test_the_form_changes_a_note(cast: Cast, note: PracticeNote) -> None:
    client, address = cast.client(cast.ola), f"/notes/{note.slug}/edit/"
    assert "Łowienie ryb" in client.get(address).content.decode()
    seen = str(note.revisions.get().pk)
    data = {**FORM, "seen": seen, "status": "published", "comment": "całkiem inaczej"}
    assert client.post(address, data).status_code == 303
    assert Revision.objects.filter(note=note, comment="całkiem inaczej").exists()
    stale = client.post(address, {**data, "body": "z drugiego okna"})
    assert stale.status_code == 409
    assert "z drugiego okna" in stale.content.decode()
    assert client.post(f"/notes/{note.slug}/withdraw/").status_code == 303
    assert cast.client().get(f"/notes/{note.slug}/").status_code == 404
    assert client.post(f"/notes/{note.slug}/publish/").status_code == 303
    assert cast.client(cast.jan).get(address).status_code == 403
    assert cast.client(cast.jan).post(address, data).status_code == 403
    assert cast.client(cast.nowa).get("/notes/write/").status_code == 403
    assert cast.client().get("/notes/write/").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "a\0b"), ("body", "x" * 40_000), ("practices", "nie-ma"), ("licence", "x"), ("lang", "zz"),
     ("status", "x"), ("organisation", "nie-ma"), ("key", "a\0"), ("tags", "\x07")],
)  # fmt: skip
def test_bad_input_is_refused(cast: Cast, field: str, value: str) -> None:
    sent = cast.client(cast.ola).post(
        "/notes/write/", {**FORM, "status": "published", field: value}
    )
    assert sent.status_code == 422
    assert PracticeNote.objects.count() == 0


def test_bytes_that_are_no_text_are_no_server_error(cast: Cast) -> None:
    for body in (
        b"title=%ed%a0%bd&body=x",
        b"title=\xff\xfe&body=%00&status=published",
        b"\x00\x01",
        b"title" * 9000,
    ):
        sent = cast.client(cast.ola).post(
            "/notes/write/", body, content_type="application/x-www-form-urlencoded"
        )
        assert 400 <= sent.status_code < 500


def test_the_preview_is_the_note_s_own_html(cast: Cast) -> None:
    client = cast.client(cast.jan)
    assert client.post("/notes/preview/", {"body": "**a** <script>"}).content.decode().strip() == (
        "<p><strong>a</strong> &lt;script&gt;</p>"
    )
    assert client.post("/notes/preview/", {"body": "x" * 40_000}).status_code == 422
    assert cast.client().post("/notes/preview/", {"body": "a"}).status_code == 302
    assert client.get("/notes/preview/").status_code == 405


def test_the_checks_find_and_mend(cast: Cast, note: PracticeNote) -> None:
    PracticeNote.objects.filter(pk=note.pk).update(html="x", body="inne", published_at=None)
    assert len(drift()) == 3
    assert len([line for check in (html, revisions, published) for line in check(True)]) == 3
    assert drift() == []
