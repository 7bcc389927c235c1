"""The log: everything is in it, nobody changes it, a person can be forgotten and the chain still holds; and the
public report that is counted from it."""

import csv
import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kernel.integrity import checks
from moderation.audit import chain, forget_words
from moderation.models import Entry, EntryWords, Ground, Verdict
from tests.cast import Cast
from tests.moderation.conftest import REASON, thing


@pytest.fixture
def done(cast: Cast) -> None:
    """A report, a decision, an appeal, a look, lists, a level, a ground, a tag."""
    post = thing(cast, "post")
    cast.client(cast.ola).post(
        f"/moderation/report/post/{post.pk}/", {"reason": "spam", "detail": "Reklama."}
    )
    marta, adam, jan = cast.client(cast.marta), cast.client(cast.adam), cast.client(cast.jan)
    marta.post(
        f"/moderation/post/{post.pk}/", {"verdict": "hide", "rule": "spam", "reason": REASON}
    )
    from moderation.models import Appeal, Statement

    jan.post(f"{Statement.objects.get().path}appeal/", {"body": "Nie."})
    adam.post(f"{Appeal.objects.get().path}decide/", {"outcome": "reversed", "reason": "Tak."})
    marta.post("/moderation/lists/", {"kind": "word", "value": "okna"})
    marta.post("/moderation/people/jan/level/", {"level": "2", "reason": "Pomaga."})
    adam.post("/moderation/grounds/spam/", ground(name_pl="Ogłoszenia"))


def ground(**more: str) -> dict[str, str]:
    return {
        "name_pl": "Reklama", "name_en": "Advertising", "anchor": "spam", "explanation_pl": "Nie wolno.",
        "explanation_en": "Not allowed.", "active": "on", **more,
    }  # fmt: skip


def test_everything_is_in_it_in_order_and_the_chain_holds(cast: Cast, done: None) -> None:
    deeds = list(Entry.objects.order_by("number").values_list("deed", flat=True))
    assert deeds == ["report", "hide", "appealed", "appeal", "undo", "list", "level", "ground"]
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, 9)
    )
    assert list(chain(False)) == []
    assert "moderation.audit" in checks


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE moderation_entry SET deed = 'keep' WHERE number = 2", "DELETE FROM moderation_entry WHERE number = 2",
        "DELETE FROM moderation_entry", "UPDATE moderation_entry SET actor_id = NULL",
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_or_delete_a_line(cast: Cast, done: None, deed: str) -> None:
    with (
        pytest.raises(DatabaseError, match="log of moderation"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed)
    assert Entry.objects.count() == 8


def test_a_line_that_was_changed_behind_its_back_is_found(cast: Cast, done: None) -> None:
    off = {
        "sqlite": [
            "DROP TRIGGER moderation_log_unchanged",
            "DROP TRIGGER moderation_log_undeleted",
        ],
        "postgresql": ["DROP TRIGGER moderation_log_for_good ON moderation_entry"],
    }[connection.vendor]
    with connection.cursor() as cursor:
        for statement in off:
            cursor.execute(statement)
    Entry.objects.filter(number=2).update(deed="keep")
    assert list(chain(False)) == ["the log of moderation: row 2 was changed"]
    Entry.objects.filter(number=3).delete()
    assert "row 3 is missing" in list(chain(False))[1]


def test_a_person_is_forgotten_and_the_chain_holds(cast: Cast, done: None) -> None:
    assert EntryWords.objects.filter(text=REASON).exists()
    assert forget_words(person_id=cast.jan.pk) > 0
    assert not EntryWords.objects.filter(text=REASON).exists()
    assert list(chain(False)) == []
    names = ("Jan", "Ola", "Marta", "jan@", "Reklama.", REASON)
    for row in Entry.objects.all():
        assert not any(name in str(vars(row)) for name in names)


def test_lists_of_what_was_say_it_as_done(cast: Cast, done: None) -> None:
    """An offer says "Hide it", what has been decided says "Hidden"."""
    marta, jan = cast.client(cast.marta), cast.client(cast.jan)
    for who, path in (
        (marta, "/moderation/log/"), (marta, "/moderation/"), (marta, "/moderation/people/jan/"),
        (jan, "/moderation/statements/"),
    ):  # fmt: skip
        main = who.get(path).content.decode().split("<main")[1]
        assert "Hidden" in main, path
        assert "Hide it" not in main, path
    assert len({verdict.done for verdict in Verdict}) == len(Verdict)


def test_the_page_filters_and_the_table_names_nobody(cast: Cast, done: None) -> None:
    marta = cast.client(cast.marta)
    page = marta.get("/moderation/log/").content.decode()
    assert "Marta Lis" in page and "Jan Zubek" in page and "decided an appeal" in page
    only = marta.get("/moderation/log/?actor=adam&deed=appeal").content.decode()
    assert "Marta Lis" not in only.split("<main")[1]
    assert "Nothing of that kind" in marta.get("/moderation/log/?since=2030-01-01").content.decode()
    for strange in (
        "?before=x",
        "?since=x&until=9999-99-99",
        "?since=0001-01-01&until=9999-12-31",
        "?since=9999-12-31&until=0001-01-01",
        "?deed=zly",
        "?actor=" + "x" * 5_000,
        "?before=" + "9" * 60,
    ):
        assert marta.get(f"/moderation/log/{strange}").status_code == 200, strange
    table = b"".join(marta.get("/moderation/log.csv"))  # type: ignore[call-overload]
    rows = list(csv.reader(io.StringIO(table.decode())))
    assert len(rows) == 9
    assert "Jan" not in table.decode() and "Reklama" not in table.decode()
    for who in (cast.visitor, cast.ola, cast.ewa, cast.nowa):
        assert cast.client(who).get("/moderation/log/").status_code == 404
        assert cast.client(who).get("/moderation/log.csv").status_code == 404


def test_the_public_report_counts_from_it_and_names_nobody(cast: Cast, done: None) -> None:
    page = cast.client().get("/about/transparency/").content.decode()
    main = page.split("<main")[1]
    assert "Hidden" in main and "Reports and notices" in main
    for name in ("Jan", "Ola", "Marta", "Adam"):
        assert name not in main, name
    table = cast.client().get("/about/transparency.csv").content.decode()
    rows = {tuple(row[1:5]): row[5] for row in csv.reader(io.StringIO(table))}
    assert rows["decisions", "Advertising", "Post", "Hidden"] == "1"
    assert rows["decided by a program", "Advertising", "Post", "Hidden"] == "0"
    assert (rows["appeals", "", "", ""], rows["appeals: decision undone", "", "", ""]) == ("1", "1")
    assert rows["median hours to a decision", "", "", ""] == "0.0"
    assert cast.client().get("/about/transparency/?period=1999-1").status_code == 404
    assert cast.client().get("/about/transparency/?period=x").status_code == 404


def test_a_quiet_site_has_a_report_too(cast: Cast) -> None:
    assert "Nothing was restricted" in cast.client().get("/about/transparency/").content.decode()


def test_looks_at_what_is_private_are_in_it_once_a_day(cast: Cast, settings: Any) -> None:
    from realtime.chat.actions.start_conversation import start_conversation

    letter, _made = start_conversation(by=cast.jan, to=[cast.ola], body="Chce pani okna?")
    message = letter.messages.get()
    cast.client(cast.ola).post(f"/moderation/report/message/{message.pk}/", {"reason": "spam"})
    marta = cast.client(cast.marta)
    for _again in range(2):
        page = marta.get(f"/moderation/message/{message.pk}/").content.decode()
        assert "Chce pani okna?" in page
    looks = Entry.objects.filter(
        deed="look", actor_id=cast.marta.pk, kind="message", object_id=message.pk
    )
    assert looks.count() == 1
    assert "Chce pani okna" not in marta.get("/moderation/").content.decode(), (
        "only the case shows it"
    )
    assert marta.get(f"/chat/{letter.slug}/").status_code == 404


def test_grounds_are_edited_by_administrators_and_old_statements_keep_their_words(
    cast: Cast,
) -> None:
    post = thing(cast, "post")
    marta, adam = cast.client(cast.marta), cast.client(cast.adam)
    marta.post(
        f"/moderation/post/{post.pk}/", {"verdict": "warn", "rule": "spam", "reason": REASON}
    )
    from moderation.models import Statement

    row = Statement.objects.get()
    assert marta.get("/moderation/grounds/").status_code == 200
    assert marta.post("/moderation/grounds/spam/", ground()).status_code == 404
    assert (
        adam.post(
            "/moderation/grounds/spam/", ground(name_en="Announcements", active="")
        ).status_code
        == 303
    )
    assert "Advertising" in marta.get(row.path).content.decode()
    gone = marta.post(
        f"/moderation/post/{post.pk}/", {"verdict": "hide", "rule": "spam", "reason": REASON}
    )
    assert gone.status_code == 422, "a ground that is used no more"
    new = ground(
        slug="dane-osobowe",
        name_en="Personal data",
        provision_pl="art. 6 RODO",
        provision_en="article 6 GDPR",
    )
    assert adam.post("/moderation/grounds/new/", new).status_code == 303
    assert adam.post("/moderation/grounds/new/", new).status_code == 422
    assert marta.post(
        f"/moderation/post/{post.pk}/", {"verdict": "hide", "rule": "dane-osobowe", "reason": REASON}
    ).status_code == 303  # fmt: skip
    last = Statement.objects.order_by("-pk")[0]
    page = cast.client(cast.jan).get(last.path).content.decode()
    assert "against the law" in page and "article 6 GDPR" in page
    adam.post("/moderation/grounds/other/", ground(active=""))
    assert Ground.objects.get(slug="other").active, "one is always there"
    for who in (cast.visitor, cast.ola, cast.ewa):
        assert cast.client(who).get("/moderation/grounds/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_pl": ""}, "name_pl"), ({"slug": "Ą b"}, "slug"), ({"slug": ""}, "slug"), ({"explanation_en": " "}, "explanation_en"),
        ({"provision_pl": "art. 1"}, "provision_en"), ({"name_en": "x" * 300}, "name_en"), ({"anchor": "a\x00"}, "anchor"),
    ],
)  # fmt: skip
def test_a_bad_ground_is_refused(cast: Cast, wrong: dict[str, str], field: str) -> None:
    answer = cast.client(cast.adam).post(
        "/moderation/grounds/new/", {**ground(slug="nowa"), **wrong}
    )
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Ground.objects.filter(name_pl="nowa").exists()
