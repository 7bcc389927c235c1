"""One's own data: a copy of everything, and an end that leaves nothing of a name."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.actions.ask_for_copy import make_copies
from accounts.actions.erase_account import (
    ADDRESS,
    apply_ledger,
    erase_account,
    finish_erasures,
)
from accounts.models import User
from accounts.own_data import copying, ledger
from accounts.own_data.holdings import holdings, pointing_at_people
from accounts.own_data.models import DataCopy, Erasure
from accounts.own_data.names import Rename
from accounts.own_data.wording import renamed
from composing.models import Attachment
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from forums.quoting import quote
from kernel import integrity
from kernel.mail import write_letter
from notes.models import PracticeNote
from notifications.models import Watch
from realtime.chat.actions.say import say
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def logged_in(cast: Cast, person: User) -> Client:
    """With the password just typed, as the pages about one's own data want it."""
    User.objects.filter(pk=person.pk).update(language="en")
    client = cast.client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    again = client.post("/accounts/reauthenticate/?next=/accounts/data/", {"password": PASSWORD})
    assert again.status_code == 302
    return client


def test_every_column_that_points_at_a_person_is_named_by_its_room() -> None:
    assert sorted(set(pointing_at_people()) - set(holdings)) == []
    assert sorted(set(holdings) - set(pointing_at_people())) == []


def test_rows_that_an_erasure_frees_can_be_free() -> None:
    for holding in holdings.values():
        if holding.fate.value == "freed":
            assert holding.rows._meta.get_field(holding.column).null, holding.name


class TestTheCopy:
    def test_holds_what_is_theirs_and_nothing_of_others(self, cast: Cast) -> None:
        topic = talk(cast)
        client = logged_in(cast, cast.ola)
        assert "Make a copy" in client.get("/accounts/data/").content.decode()
        assert client.post("/accounts/data/ask/").status_code == 303
        assert "is being made" in client.get("/accounts/data/").content.decode()
        assert client.get("/accounts/data/copy.zip").status_code == 404
        assert make_copies() is False
        answer = client.get("/accounts/data/copy.zip")
        assert answer["content-type"] == "application/zip"
        assert "no-store" in answer["cache-control"]
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
        profile = json.loads(archive.read("profile.json"))
        assert (profile["email"], profile["name"]) == (cast.ola.email, cast.ola.name)
        assert "password" not in profile
        posts = json.loads(archive.read("data/forums.post.author.json"))
        assert [post["body"] for post in posts] == ["Kto ma sztalugi?"]
        assert {post["topic_id"] for post in posts} == {topic.pk}
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
        assert "Mam trzy" not in everything
        assert "jan@example.org" not in everything
        assert any("Ola Wrona" in archive.read(name).decode() for name in archive.namelist())

    def test_a_letter_says_that_it_is_there(self, cast: Cast) -> None:
        logged_in(cast, cast.ola).post("/accounts/data/ask/")
        make_copies()
        letter = DBTaskResult.objects.order_by("-enqueued_at").first()
        assert letter is not None
        assert letter.args_kwargs["kwargs"]["to"] == [cast.ola.email]
        assert "/accounts/data/" in letter.args_kwargs["kwargs"]["text"]

    def test_others_get_none_of_it(self, cast: Cast) -> None:
        logged_in(cast, cast.ola).post("/accounts/data/ask/")
        make_copies()
        assert logged_in(cast, cast.jan).get("/accounts/data/copy.zip").status_code == 404
        assert logged_in(cast, cast.adam).get("/accounts/data/copy.zip").status_code == 404
        stranger = cast.client().get("/accounts/data/copy.zip")
        assert stranger.status_code == 302
        assert stranger["location"].startswith("/accounts/login/")

    def test_the_password_is_asked_for_again(self, cast: Cast) -> None:
        client = cast.client(cast.ola)  # a session without a password typed just now
        client.post("/accounts/data/ask/")
        make_copies()
        for address in ("/accounts/data/copy.zip", "/accounts/data/delete/"):
            answer = client.get(address)
            assert answer.status_code == 302
            assert answer["location"].startswith("/accounts/reauthenticate/")

    def test_one_is_made_at_a_time_and_the_older_one_goes(self, cast: Cast) -> None:
        client = logged_in(cast, cast.ola)
        client.post("/accounts/data/ask/")
        assert client.post("/accounts/data/ask/").status_code == 303
        assert "is being made already" in client.get("/accounts/data/").content.decode()
        assert DataCopy.objects.count() == 1
        make_copies()
        old = copying.path_of(DataCopy.objects.get())
        client.post("/accounts/data/ask/")
        make_copies()
        assert not old.exists()
        assert [path.suffix for path in copying.folder().iterdir()] == [".zip"]

    def test_one_that_cannot_be_made_keeps_nobody_waiting(self, cast: Cast) -> None:
        logged_in(cast, cast.ola).post("/accounts/data/ask/")
        logged_in(cast, cast.jan).post("/accounts/data/ask/")
        Attachment.objects.create(
            sender=cast.ola, name="a.pdf", kind="pdf", store="no such place", size=1
        )
        with pytest.raises(ValueError):  # noqa: PT011  the background work logs it
            make_copies()
        assert make_copies() is True
        ready = DataCopy.objects.filter(ready_at__isnull=False)
        assert list(ready.values_list("person", flat=True)) == [cast.jan.pk]

    def test_the_letter_and_the_row_stand_or_fall_together(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(**letter: Any) -> None:
            raise OSError("no room left")

        logged_in(cast, cast.ola).post("/accounts/data/ask/")
        DBTaskResult.objects.all().delete()
        with monkeypatch.context() as broken:
            broken.setattr("accounts.actions.ask_for_copy.write_letter", away)
            with pytest.raises(OSError, match="no room"):
                make_copies()
        assert DataCopy.objects.get().ready_at is None
        assert list(copying.folder().iterdir()) == []
        make_copies()
        assert DataCopy.objects.get().ready_at is not None
        assert DBTaskResult.objects.count() == 1

    def test_who_leaves_while_it_is_made_gets_no_letter_and_leaves_no_file(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def leaves(person: User) -> Any:
            DataCopy.objects.filter(person=person).delete()
            return iter(())

        logged_in(cast, cast.ola).post("/accounts/data/ask/")
        DBTaskResult.objects.all().delete()
        monkeypatch.setattr(copying, "files", [leaves])
        assert make_copies() is False
        assert not DBTaskResult.objects.exists() and not DataCopy.objects.exists()
        assert list(copying.folder().iterdir()) == []

    def test_it_goes_after_some_days(self, cast: Cast) -> None:
        client = logged_in(cast, cast.ola)
        client.post("/accounts/data/ask/")
        make_copies()
        DataCopy.objects.update(ready_at=timezone.now() - copying.KEPT - timedelta(minutes=1))
        assert client.get("/accounts/data/copy.zip").status_code == 404
        copying.remove_old()
        assert not DataCopy.objects.exists()
        assert list(copying.folder().iterdir()) == []


class TestTheEnd:
    def test_one_that_fails_holds_up_no_other_and_is_tried_again(self, cast: Cast) -> None:
        topic = start_topic(by=cast.marta, forum=cast.square, title="Kto?", body="@jan i @ewa")
        broken, fine = erase_account(person=cast.jan), erase_account(person=cast.ewa)
        was = Erasure.objects.get(pk=broken.pk).was
        Erasure.objects.filter(pk=broken.pk).update(was={"torn": True})
        assert finish_erasures() is True, "another one waits"
        assert finish_erasures() is False
        broken.refresh_from_db()
        fine.refresh_from_db()
        assert (broken.done_at, broken.tries) == (None, 1) and broken.next_at > timezone.now()
        assert fine.done_at is not None and fine.was == {}
        body = Post.objects.get(topic=topic).body
        assert "@ewa" not in body and "@jan" in body
        Erasure.objects.filter(pk=broken.pk).update(was=was)
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            assert finish_erasures() is False
        assert "@jan" not in Post.objects.get(topic=topic).body
        assert Erasure.objects.filter(done_at=None).count() == 0

    def test_leaves_threads_readable_and_the_name_nowhere(self, cast: Cast) -> None:
        topic, odd = talk(cast), drift()
        write_letter(
            to=cast.ola.email, language="pl", template="accounts/mail/copy_ready.txt",
            context={"days": 7},
        )  # fmt: skip
        visitor = cast.client()
        pages = [
            f"/forums/t/{topic.pk}/{topic.slug}/", "/forums/ogolne/", "/forums/", "/forums/latest/", "/",
            "/chat/rynek/", "/notes/", f"/directory/{cast.house.slug}/", "/feeds/forums.xml",
            f"/api/v1/topics/{topic.pk}/posts", "/search/?q=sztalugi", "/search/?q=Ola+Wrona",
            "/people/ola/",
        ]  # fmt: skip
        before = [visitor.get(page).content.decode() for page in pages]
        assert sum("Ola Wrona" in page for page in before) >= 6
        client = logged_in(cast, cast.ola)
        assert client.post("/accounts/data/delete/", {"handle": "jan"}).status_code == 422
        answer = client.post("/accounts/data/delete/", {"handle": "@Ola"})
        assert (answer.status_code, answer["location"]) == (303, "/accounts/deleted/")
        assert client.get("/accounts/settings/").status_code == 302
        while finish_erasures():
            pass
        call_command("search_drain", "--once", stdout=io.StringIO())
        for page in pages[:-2]:
            shown = visitor.get(page).content.decode()
            assert not said_of(shown), page
        assert "Usunięte konto" in visitor.get(pages[0]).content.decode()
        assert "Kto ma sztalugi?" in visitor.get(pages[0]).content.decode()
        assert visitor.get("/people/ola/").status_code == 404
        assert found_in_the_database("ola@example.org", "Ola Wrona", "@ola", "/people/ola/") == []
        assert set(drift()) <= set(odd)

    def test_nobody_gets_in_and_no_mail_goes_out(self, cast: Cast) -> None:
        write_letter(
            to=cast.ola.email, language="pl", template="accounts/mail/copy_ready.txt",
            context={"days": 7},
        )  # fmt: skip
        client = logged_in(cast, cast.ola)
        other = logged_in(cast, cast.ola)
        client.post("/accounts/data/ask/")
        make_copies()
        client.post("/accounts/data/delete/", {"handle": "ola"})
        finish_erasures()
        assert other.get("/accounts/settings/").status_code == 302
        again = cast.client().post(
            "/accounts/login/", {"login": "ola@example.org", "password": PASSWORD}
        )
        assert again.status_code in (200, 422)
        mails = [str(row.args_kwargs) for row in DBTaskResult.objects.all()]
        assert not [mail for mail in mails if "ola@example.org" in mail]
        assert list(copying.folder().iterdir()) == []

    def test_the_last_administrator_stays(self, cast: Cast) -> None:
        client = logged_in(cast, cast.adam)
        answer = client.post("/accounts/data/delete/", {"handle": "adam"})
        assert answer.status_code == 422
        assert "only administrator" in answer.content.decode()
        assert User.objects.filter(pk=cast.adam.pk, is_active=True).exists()

    def test_a_second_time_changes_nothing(self, cast: Cast) -> None:
        from accounts.actions.erase_account import erase_account

        first = erase_account(person=cast.ola)
        finish_erasures()
        assert erase_account(person=cast.ola).pk == first.pk
        assert Erasure.objects.get().was == {}

    def test_a_restored_archive_forgets_them_again(self, cast: Cast) -> None:
        """The archive knew them still: only the ledger beside the database says that they are gone."""
        logged_in(cast, cast.ola)
        line = {"person": cast.ola.pk, "joined": cast.ola.joined_at.isoformat(), "erased": ""}
        stranger = {"person": cast.jan.pk, "joined": "2020-01-01T00:00:00+00:00", "erased": ""}
        ledger.path().write_text(f"{json.dumps(line)}\n{json.dumps(stranger)}\n{{half a li")
        assert apply_ledger() == 1
        gone = User.objects.get(pk=cast.ola.pk)
        assert (gone.name, gone.is_active) == ("Usunięte konto", False)
        assert gone.email.endswith(ADDRESS)
        assert User.objects.get(pk=cast.jan.pk).name == cast.jan.name
        assert apply_ledger() == 0


@pytest.mark.django_db(transaction=True)
def test_the_ledger_says_which_account_and_not_who(cast: Cast) -> None:
    client = logged_in(cast, cast.ola)
    client.post("/accounts/data/delete/", {"handle": "ola"})
    assert [pk for pk, _joined in ledger.noted()] == [cast.ola.pk]
    assert "ola" not in ledger.path().read_text()


NAMES = Rename(7, ("ola",), ("Ola [Wrona]",), "deleted-7", "Usunięte konto")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dzięki @ola!", "Dzięki @deleted-7!"),
        ("@Ola, @ola.k i @olaf", "@deleted-7, @ola.k i @olaf"),
        ("mail ola@ola.pl", "mail ola@ola.pl"),
        ('<a class="mention" href="/people/ola/">@ola</a>', '<a class="mention" href="/people/deleted-7/">@deleted-7</a>'),
        ("> [Ola \\[Wrona\\], #3](/forums/t/1/x/3/):", "> [Usunięte konto, #3](/forums/t/1/x/3/):"),
        ("Ola [Wrona] maluje", "Ola [Wrona] maluje"),
        ({"kroki": ["@ola"]}, {"kroki": ["@deleted-7"]}),
        (3, 3),
    ],
)  # fmt: skip
def test_a_name_in_a_text(before: Any, after: Any) -> None:
    assert renamed(before, NAMES) == after


def talk(cast: Cast) -> Topic:
    """A conversation in which Ola asks, and is named and quoted by others."""
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Sztalugi", body="Kto ma sztalugi?", kind="question"
    )
    first = Post.objects.select_related("topic", "author", "organisation").get(topic=topic)
    post_reply(by=cast.jan, topic=topic, body=f"{quote(first)}Mam trzy, @ola, zapraszam.")
    say(by=cast.ola, room=cast.market, body="Szukam sztalug.")
    say(by=cast.jan, room=cast.market, body="@ola napisz do mnie.")
    PracticeNote.objects.filter(author=cast.jan).update(steward=cast.ola)
    Watch.objects.get_or_create(person=cast.ola, kind="topic", object_id=topic.pk)
    User.objects.filter(pk=cast.ola.pk).update(
        open=True, bio="Ola Wrona maluje.", bio_html="<p>Ola Wrona</p>"
    )
    return topic


def said_of(text: str) -> list[str]:
    return [
        words
        for words in ("Ola Wrona", "ola@example.org", "/people/ola/", "@ola<")
        if words in text
    ]


def found_in_the_database(*words: str) -> list[str]:
    """Every column of every table that holds one of these words."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                with connection.cursor() as cursor:
                    table, column = model._meta.db_table, field.column
                    cursor.execute(f'SELECT CAST("{column}" AS text) FROM "{table}"')
                    values = [str(row[0] or "") for row in cursor.fetchall()]
                found += [
                    f"{table}.{column}: {one}" for one in values for word in words if word in one
                ]
    return found


def drift() -> list[str]:
    return [line for check in integrity.checks.values() for line in check(False)]
