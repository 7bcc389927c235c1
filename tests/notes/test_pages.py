"""The pages of the notes: what they show, to whom, at what cost."""

import json
import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import facts, pages
from kernel.differences import difference
from notes.actions.edit_note import edit_note
from notes.actions.hide import hide_note
from notes.actions.publish_note import publish_note, withdraw_note
from notes.actions.write_note import write_note
from notes.contents import with_headings
from notes.models import PracticeNote
from tests.cast import Cast


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def test_a_visitor_reads_a_note(cast: Cast, note: PracticeNote) -> None:
    html = page(cast.client(), f"/notes/{note.slug}/")
    assert note.slug == "lowienie-ryb-w-bibliotece"
    for piece in (
        "Łowienie ryb w bibliotece", "Ryby i książki.", "<strong>ważne</strong>", "Ola Wrona", "theatre",
        "older people", "Dom Kultury w Brzozówce", 'href="/notes/?tag=ryby"', "creativecommons.org/licenses/by/4.0",
        '<h2 id="s-dla-kogo">Dla kogo</h2>', 'href="#s-krok-po-kroku"', "/history/",
    ):  # fmt: skip
        assert piece in html, piece
    assert "/edit/" not in html


def test_machines_read_it_too_and_cannot_break_out(cast: Cast) -> None:
    note = write_note(
        by=cast.ola, title="</script><script>alert(1)</script> & co", body="x", tags="a&b"
    )
    html = page(cast.client(), f"/notes/{note.slug}/")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["headline"] == "</script><script>alert(1)</script> & co"
    assert data["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
    assert "<script>alert" not in html


@pytest.mark.parametrize("who", ["visitor", "jan", "nowa", "ewa", "marta", "adam"])
def test_a_draft_answers_like_a_missing_note(
    cast: Cast, note: PracticeNote, draft: PracticeNote, who: str
) -> None:
    client = cast.client(getattr(cast, who))
    for rest in ("", "history/", "history/1/"):
        assert client.get(f"/notes/{draft.slug}/{rest}").status_code == 404
        assert client.get(f"/notes/nie-ma-takiej/{rest}").status_code == 404
    if who != "visitor":
        assert client.get(f"/notes/{draft.slug}/edit/").status_code == 404
        assert client.post(f"/notes/{draft.slug}/publish/").status_code == 404
    for address in ("/notes/", "/notes/?lang=pl"):
        html = page(client, address)
        assert "Szkic tajny" not in html
        assert "Łowienie" in html
    assert "Jeszcze nie" in page(cast.client(cast.ola), f"/notes/{draft.slug}/")
    assert "Szkic tajny" in page(cast.client(cast.ola), "/notes/mine/")


def test_a_hidden_note_is_seen_by_author_and_moderators(cast: Cast, note: PracticeNote) -> None:
    for who in (None, cast.jan, cast.ola, cast.marta):
        page(cast.client(who), f"/notes/{note.slug}/")
    hide_note(note, True)
    for who in (None, cast.jan, cast.ewa):
        page(cast.client(who), f"/notes/{note.slug}/", 404)
        assert "Łowienie" not in page(cast.client(who), "/notes/")
    for who in (cast.ola, cast.marta):
        assert "Hidden by moderators" in page(cast.client(who), f"/notes/{note.slug}/")
    hide_note(note, False)
    page(cast.client(), f"/notes/{note.slug}/")


def test_every_change_shows_at_once(cast: Cast, note: PracticeNote) -> None:
    client, address = cast.client(), f"/notes/{note.slug}/"
    assert "ważne" in page(client, address)
    edit_note(by=cast.ola, note=note, title="Nowy tytuł", body="Inne słowa.", tags="inne")
    html = page(client, address)
    assert "Nowy tytuł" in html
    assert "ważne" not in html
    assert "Nowy tytuł" in page(client, "/notes/")
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    withdraw_note(by=cast.ola, note=note)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404
    assert "Nowy tytuł" not in page(client, "/notes/")
    publish_note(by=cast.ola, note=note)
    assert "Nowy tytuł" in page(client, "/notes/")


def test_new_names_show_on_kept_pages(cast: Cast, note: PracticeNote) -> None:
    from accounts.facts import PersonRenamed
    from accounts.models import User
    from directory.facts import OrganisationChanged
    from directory.models import Organisation

    client = cast.client()
    for address in ("/notes/", f"/notes/{note.slug}/"):
        page(client, address)
    with transaction.atomic():
        User.objects.filter(pk=cast.ola.pk).update(name="Ola Sowa")
        Organisation.objects.filter(pk=cast.house.pk).update(name="Dom Sów")
        facts.publish(PersonRenamed(person_id=cast.ola.pk))
        facts.publish(OrganisationChanged(organisation_id=cast.house.pk))
    for address in ("/notes/", f"/notes/{note.slug}/"):
        html = page(client, address)
        assert "Ola Sowa" in html
        assert "Dom Sów" in html
        assert "Ola Wrona" not in html


def test_text_is_never_markup(cast: Cast) -> None:
    note = write_note(
        by=cast.ola, title="<img src=x onerror=alert(1)> {{7*7}}", summary="<i>{{7*7}}</i>",
        body="<script>alert(2)</script>\n\n# <b>{{7*7}}</b>\n\n# a\n\n# b\n\n[x](javascript:alert(3))", tags="<u>",
    )  # fmt: skip
    edit_note(by=cast.ola, note=note, body="<script>alert(4)</script>", comment="<b>czemu</b>")
    for address in (f"/notes/{note.slug}/", "/notes/", f"/notes/{note.slug}/history/", f"/notes/{note.slug}/history/2/",
                    f"/notes/{note.slug}/history/1/"):  # fmt: skip
        html = page(cast.client(), address)
        for bad in ("<script>alert", "<img src=x", "<i>{{", "<u>", "<b>czemu", 'href="javascript'):
            assert bad not in html, (address, bad)
        if "history" not in address:
            assert "{{7*7}}" in html


def test_headings_have_addresses() -> None:
    html, headings = with_headings("<h2>A &amp; b</h2>\n<h3>C</h3>\n<h2>A &amp; b</h2>")
    assert [(h.level, h.anchor) for h in headings] == [
        (2, "s-a-amp-b"),
        (3, "s-c"),
        (2, "s-a-amp-b-2"),
    ]
    assert '<h3 id="s-c">C</h3>' in html
    assert with_headings("<p>bez</p>") == ("<p>bez</p>", [])


def test_the_history_shows_what_each_edit_changed(cast: Cast, note: PracticeNote) -> None:
    edit_note(by=cast.ola, note=note, body="Zdanie ważne bardzo.\n\nKoniec.", comment="Krócej")
    client = cast.client()
    listing = page(client, f"/notes/{note.slug}/history/")
    assert "Krócej" in listing
    assert "First version" in listing
    change = page(client, f"/notes/{note.slug}/history/2/")
    assert "<del>**ważne**.</del>" in change or "<del>" in change
    assert "<ins>" in change
    for bad in ("3", "0", str(10**18), str(10**30), "x"):
        assert client.get(f"/notes/{note.slug}/history/{bad}/").status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a b c", "a x c", "a <del>b</del><ins>x</ins> c\n"),
        ("", "<b>", "<ins>&lt;b&gt;</ins>\n"),
        ("<b>", "", "<del>&lt;b&gt;</del>\n"),
        ("1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\n7", "…\n4\n5\n<del>6</del><ins>7</ins>\n"),
        ("raz", "raz", "…\n"),
    ],
)
def test_differences_are_escaped_and_short(old: str, new: str, shown: str) -> None:
    assert difference(old, new) == shown


def test_differences_of_monsters_take_no_time() -> None:
    old, new = "a\n" * 16_000, "b\n" * 16_000
    assert "<del>a</del>" in difference(old, new)
    assert "<ins>" in difference("x " * 16_000, "y " * 16_000)


@pytest.mark.parametrize(
    "query",
    [
        "practice=teatr",
        "audience=seniorzy",
        "tag=ryby",
        "lang=pl",
        "practice=teatr&audience=seniorzy&tag=ryby&lang=pl",
    ],
)
def test_filters_narrow_the_list(cast: Cast, note: PracticeNote, query: str) -> None:
    write_note(by=cast.jan, title="Zupełnie co innego", body="x", lang="en")
    html = page(cast.client(), f"/notes/?{query}")
    assert "Łowienie" in html
    assert "Zupełnie co innego" not in html
    assert "remove this filter" in html
    assert "Nothing found" in page(cast.client(), "/notes/?tag=nie-ma-tego")


@pytest.mark.parametrize(
    "query",
    ["practice=%3Cscript%3E", "tag=%27%22", "lang=" + "x" * 500, "practice=nie-ma", f"tag={10**40}",
     "audience=a b", "practice=", "unknown=1"],
)  # fmt: skip
def test_filters_that_mean_nothing_break_nothing(
    cast: Cast, note: PracticeNote, query: str
) -> None:
    assert "<script>" not in page(cast.client(), f"/notes/?{query}")


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00", "%ff", "x" * 3000])
def test_broken_cursors_are_refused(cast: Cast, note: PracticeNote, cursor: str) -> None:
    assert cast.client().get(f"/notes/?cursor={cursor}").status_code == 400


def test_the_list_goes_on_where_it_ended(cast: Cast) -> None:
    for number in range(50):
        write_note(by=cast.ola, title=f"Notatka {number}", body="x")
    seen: list[str] = []
    address = "/notes/"
    client = cast.client()
    for _ in range(3):
        html = page(client, address)
        seen += re.findall(r'href="/notes/(notatka-\d+)/"', html)
        older = re.search(r'href="([^"]+)" rel="next"', html)
        address = older[1].replace("&amp;", "&") if older else ""
    assert seen == [f"notatka-{number}" for number in range(49, -1, -1)]
    assert address == ""
    newer = re.search(r'href="([^"]+)" rel="prev"', html)
    assert newer is not None
    assert "Notatka 20" in page(client, newer[1].replace("&amp;", "&"))


def count(client: Client, address: str, *, warm: bool) -> int:
    if not warm:
        for store in pages._stores.values():
            store.clear()
    with CaptureQueriesContext(connection) as seen:
        page(client, address)
    return len(seen)


@pytest.mark.parametrize("signed_in", [False, True])
def test_pages_cost_the_same_for_one_note_and_for_twenty(
    cast: Cast, note: PracticeNote, signed_in: bool
) -> None:
    client = cast.client(cast.jan if signed_in else None)
    addresses = ("/notes/", f"/notes/{note.slug}/", "/notes/?practice=teatr")
    for address in addresses:
        page(client, address)
    few = [count(client, address, warm=warm) for address in addresses for warm in (False, True)]
    for number in range(25):
        write_note(
            by=(cast.ola, cast.jan)[number % 2], title=f"N{number}", body="x", tags=f"t{number}", practices=["teatr"],
            audiences=["seniorzy"],
        )  # fmt: skip
    many = [count(client, address, warm=warm) for address in addresses for warm in (False, True)]
    assert few == many
    assert max(many) <= (18 if signed_in else 12)
    assert many[3] <= (6 if signed_in else 2)


def test_who_writes_has_the_verbs(cast: Cast, note: PracticeNote) -> None:
    def verbs(who: Any) -> str:
        return page(cast.client(who), f"/notes/{note.slug}/")

    assert f"/notes/{note.slug}/edit/" in verbs(cast.ola)
    assert "/moderation/report/note/" not in verbs(cast.ola)
    assert f"/moderation/report/note/{note.pk}/" in verbs(cast.jan)
    assert f"/notes/{note.slug}/edit/" not in verbs(cast.jan)
    assert f"/moderation/note/{note.pk}/" in verbs(cast.marta)
