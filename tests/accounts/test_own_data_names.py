"""An erasure takes away every name that a person had, however it is written, and nobody else's."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.management import call_command

from accounts.actions.ask_for_copy import make_copies
from accounts.actions.erase_account import apply_ledger, finish_erasures
from accounts.actions.update_profile import update_profile
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.own_data import ledger
from accounts.own_data.models import Erasure, FormerName
from composing.models import Draft
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, PostRevision, Topic
from forums.thanks.models import Thanks
from kernel.backup.hooks import Unfinished
from kernel.refusals import Refused
from moderation.models import Statement
from notifications.models import Notification
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.models import Message
from search.models import Miss, MissWeek
from tests.accounts.test_own_data import drift, found_in_the_database, logged_in
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

PROFILE = {"language": "en", "written_to_by": "people", "reading_order": "tree"}
PAUSE = {"days": "7", "rule": "other", "reason": "Proszę odpocząć."}
SILENCE = {"hours": "24", "rule": "other", "reason": "Proszę odpocząć."}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def leave(cast: Cast, who: User) -> None:
    """By the page, with all that follows in the background."""
    who.refresh_from_db()
    answer = logged_in(cast, who).post("/accounts/data/delete/", {"handle": who.handle})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    while finish_erasures():
        pass
    assert Erasure.objects.get(person_id=who.pk).done_at is not None
    call_command("search_drain", "--once", stdout=io.StringIO())


def rename(cast: Cast, who: User, **values: str) -> None:
    answer = cast.client(who).post("/accounts/settings/", {**PROFILE, **values})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    who.refresh_from_db()


def quoted_by(cast: Cast, who: User, topic: Topic, number: int, words: str) -> Post:
    """A reply with what the quoting button gives."""
    browser = cast.client(who)
    given = browser.get(f"/forums/topics/{topic.pk}/posts/{number}/quotation/").content.decode()
    return post_reply(by=who, topic=topic, body=f"{given}{words}")


def pages(cast: Cast, topic: Topic) -> str:
    visitor = cast.client()
    return "".join(
        visitor.get(path).content.decode()
        for path in (
            f"/forums/t/{topic.pk}/{topic.slug}/", "/forums/", "/feeds/forums.xml", "/chat/rynek/",
            f"/api/v1/topics/{topic.pk}/posts", "/search/?q=sztalugi",
        )
    )  # fmt: skip


CALLED = [
    ("piotr_krzak", "Piotr_Krzak & Spółka (GOK)"),
    ("lucja.z", 'Łucja "Żak" <gok> [dom]'),
    ("jot", "J"),
    ("sala", "Sala"),
    ("back-slash", "A\\B *C* `D` ~E~ #1!"),
]


@pytest.mark.parametrize(("handle", "name"), CALLED)
def test_a_name_goes_however_it_is_written(cast: Cast, handle: str, name: str) -> None:
    gone = person(handle, name)
    topic = start_topic(by=gone, forum=cast.square, title="Sztalugi", body="Kto ma sztalugi?")
    theirs = quoted_by(
        cast, cast.jan, topic, 1, f"Mam sztalugi, @{handle}. Sala wolna, J i @olaf też."
    )
    post = Post.objects.get(pk=theirs.pk)
    # An earlier version, a draft and a note's part say the same.
    PostRevision.objects.create(post=post, number=1, body=post.body, by=cast.jan)
    cast.client(cast.ewa).post(
        "/drafts/keep/",
        {"place": f"topic-{topic.pk}-reply", "body": post.body, "device": "desk", "version": 0},
    )
    assert Draft.objects.filter(body=post.body).exists()
    opening = start_topic(by=cast.jan, forum=cast.square, title="Dalej", body=post.body)
    odd = drift()
    leave(cast, gone)
    shown = pages(cast, topic) + pages(cast, opening)
    if name not in ("J", "Sala"):
        assert name not in shown
    words = (f"@{handle}", f"/people/{handle}", f"{name}, #", f"{handle}@example.org")
    assert found_in_the_database(*words) == []
    for row in (
        Post.objects.get(pk=post.pk),
        PostRevision.objects.get(post=post),
        Draft.objects.get(),
    ):
        assert f"[Usunięte konto, #1](/forums/t/{topic.pk}/" in row.body
        assert "Sala wolna, J i @olaf też." in row.body
    assert ">Usunięte konto, #1</a>" in Post.objects.get(pk=post.pk).html
    assert "Usunięte konto, #1" in Topic.objects.get(pk=opening.pk).excerpt
    assert set(drift()) <= set(odd)


def test_names_that_they_had_before_go_too(cast: Cast) -> None:
    halina = person("halina", "Halina Sroka")
    topic = start_topic(by=halina, forum=cast.square, title="Sztalugi", body="Kto ma sztalugi?")
    quoted_by(cast, cast.jan, topic, 1, "Mam sztalugi, @halina, zapraszam.")
    say(by=cast.jan, room=cast.market, body="Patrz /people/halina/ i @halina")
    rename(cast, halina, name="Helena Wrona", handle="helena")
    assert FormerName.objects.get().name == "Halina Sroka"
    for stranger in (cast.jan, cast.ewa, cast.marta, None):
        assert "Halina Sroka" not in cast.client(stranger).get("/people/helena/").content.decode()
    leave(cast, halina)
    for words in ("Halina", "@halina", "/people/halina", "Helena"):
        assert words not in pages(cast, topic)
    assert found_in_the_database("Halina", "@halina", "/people/halina", "Helena", "@helena") == []


def test_a_name_that_another_has_stays_theirs(cast: Cast) -> None:
    """Two people of one name; and a handle that was given up and taken by somebody else, as one could before
    former handles were reserved."""
    halina, other = person("halina", "Jan Kowalski"), person("inny", "Jan Kowalski")
    topic = start_topic(by=halina, forum=cast.square, title="Sztalugi", body="Kto ma sztalugi?")
    post_reply(by=other, topic=topic, body="Ja mam sztalugi.")
    first = quoted_by(cast, cast.ola, topic, 1, "Ja też.")
    second = quoted_by(cast, cast.ola, topic, 2, "Gdzie, @halina?")
    elsewhere = post_reply(
        by=cast.ola, topic=topic, body="[Jan Kowalski, #3](https://example.org/)"
    )
    rename(cast, halina, name="Ktoś Inny", handle="ktos")
    User.objects.filter(pk=other.pk).update(handle="halina")
    leave(cast, halina)
    assert "[Usunięte konto, #1]" in Post.objects.get(pk=first.pk).body
    kept = Post.objects.get(pk=second.pk)
    assert "[Jan Kowalski, #2]" in kept.body and "@halina" in kept.body
    assert "Jan Kowalski, #2</a>" in kept.html
    assert "[Jan Kowalski, #3]" in Post.objects.get(pk=elsewhere.pk).body
    assert cast.client().get("/people/halina/").status_code == 200


def test_what_was_sent_with_a_report_says_it_no_more(cast: Cast) -> None:
    zofia = person("zofia", "Zofia Rudnik")
    room, _made = start_conversation(by=zofia, to=[cast.jan], body="Dzień dobry")
    say(by=cast.jan, room=room, body="Co tam, @zofia?")
    say(by=zofia, room=room, body="GROŹBA")
    threat = Message.objects.get(room=room, seq=3)
    address = f"/moderation/report/message/{threat.pk}/"
    cast.client(cast.jan).post(address, {"reason": "abuse", "detail": "boję się", "key": "a"})
    case = f"/moderation/message/{threat.pk}/"
    assert "Zofia Rudnik" in cast.client(cast.marta).get(case).content.decode()
    rename(cast, zofia, name="Zofia Nowa", handle="zofia.nowa")
    leave(cast, zofia)
    shown = cast.client(cast.marta).get(case).content.decode()
    assert "GROŹBA" in shown and "Jan Zubek" in shown and "Usunięte konto" in shown
    assert "Zofia" not in shown and "zofia" not in shown
    assert found_in_the_database("Zofia", "zofia@") == []
    for stranger in (cast.ewa, None):
        assert cast.client(stranger).get(case).status_code == 404


def test_statements_say_it_no_more(cast: Cast) -> None:
    zofia = person("zofia", "Zofia Rudnik")
    User.objects.filter(pk=zofia.pk).update(open=True, bio="x", bio_html="<p>x</p>")
    marta, adam = cast.client(cast.marta), cast.client(cast.adam)
    assert marta.post("/moderation/people/zofia/pause/", PAUSE).status_code == 303
    assert marta.post("/chat/rynek/silence/zofia/", SILENCE).status_code == 303
    cast.client(cast.jan).post(f"/moderation/report/person/{zofia.pk}/", {"reason": "spam"})
    case = f"/moderation/person/{zofia.pk}/"
    hide = {"verdict": "hide", "rule": "spam", "reason": "Reklama."}
    assert marta.post(case, hide).status_code == 303
    rows = list(Statement.objects.order_by("pk"))
    assert [row.verdict for row in rows] == ["suspend", "silence", "hide"]
    for row in rows:
        cast.client(zofia).post(
            f"/moderation/statements/{row.pk}/appeal/", {"body": "Nie zgadzam się."}
        )
    told = Notification.objects.exclude(person=zofia)
    assert told.filter(subject__contains="Zofia Rudnik").exists()
    leave(cast, zofia)
    paths = [f"/moderation/people/deleted-{zofia.pk}/", "/moderation/log/", "/notifications/"]
    paths += [row.path for row in rows]
    for path in paths:
        for browser in (marta, adam):
            answer = browser.get(path)
            assert answer.status_code == 200, path
            assert "Rudnik" not in answer.content.decode(), path
            assert "/people/zofia/" not in answer.content.decode(), path
    assert found_in_the_database("Rudnik", "/people/zofia", "@zofia") == []
    assert cast.client(cast.jan).get(rows[0].path).status_code == 404


def test_what_was_looked_for_and_not_found(cast: Cast) -> None:
    zofia = person("zofia.rudnik", "Zofia Rudnik")
    visitor = cast.client()
    for words in ("Zofia Rudnik gmina", "zofia.rudnik", "brzdęk"):
        visitor.get("/search/", {"q": words})
    leave(cast, zofia)
    for model in (Miss, MissWeek):
        assert set(model.objects.values_list("text", flat=True)) <= {"brzdęk"}


def test_a_letter_to_another_of_a_like_address_still_goes(cast: Cast) -> None:
    from django_tasks_db.models import DBTaskResult

    from kernel.mail import write_letter

    for to in ("jan@example.org", "bojan@example.org"):
        write_letter(
            to=to, language="pl", template="accounts/mail/copy_ready.txt", context={"days": 7}
        )
    leave(cast, cast.jan)
    left = [row.args_kwargs["kwargs"]["to"] for row in DBTaskResult.objects.all()]
    assert ["bojan@example.org"] in left and ["jan@example.org"] not in left


def test_a_longer_name_still_fits(cast: Cast) -> None:
    """Thanks have room for 200 letters; the handle of a deleted account takes more of it than "@j"."""
    gone = person("j", "J")
    words = "@j " * 66
    row = Thanks.objects.create(giver=cast.ola, person=cast.jan, words=words[:200], lang="pl")
    leave(cast, gone)
    row.refresh_from_db()
    assert len(row.words) <= 200 and "@j " not in row.words
    assert row.words.startswith(f"@deleted-{gone.pk} @deleted-{gone.pk} ")


def test_former_names_are_in_the_copy_of_ones_own_data_and_nobody_elses(cast: Cast) -> None:
    rename(cast, cast.ola, name="Ola Nowa", handle="ola.nowa")
    for who, there in ((cast.ola, True), (cast.jan, False)):
        browser = logged_in(cast, who)
        browser.post("/accounts/data/ask/")
        make_copies()
        whole = b"".join(browser.get("/accounts/data/copy.zip"))  # type: ignore[arg-type]
        archive = zipfile.ZipFile(io.BytesIO(whole))
        former = archive.read("data/accounts.formername.person.json").decode()
        assert ("Ola Wrona" in former) == there


def test_an_archive_that_knew_the_former_name_forgets_it_again(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Sztalugi", body="Kto ma sztalugi?")
    quoted_by(cast, cast.jan, topic, 1, "Mam, @ola.")
    rename(cast, cast.ola, name="Inna Nazwa", handle="inna")
    line = {"person": cast.ola.pk, "joined": cast.ola.joined_at.isoformat(), "erased": ""}
    ledger.path().write_text(json.dumps(line) + "\n")
    assert apply_ledger() == 1
    assert found_in_the_database("Ola Wrona", "@ola", "/people/ola", "Inna Nazwa") == []


def test_settings_that_were_sent_before_bring_nobody_back(cast: Cast) -> None:
    """Two windows: in one the account is deleted while the other still sends its form."""
    stale = User.objects.get(pk=cast.ola.pk)
    form = ProfileForm({**PROFILE, "name": "Ola Wrona", "handle": "ola"}, instance=stale)
    assert form.is_valid(), form.errors
    leave(cast, cast.ola)
    with pytest.raises(Refused):
        update_profile(by=stale, form=form)
    now = User.objects.get(pk=cast.ola.pk)
    assert (now.is_active, now.handle) == (False, f"deleted-{now.pk}")
    assert not FormerName.objects.exists()


def test_one_line_of_the_ledger_that_fails_keeps_nobody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who come first and last are deleted again, and the operator is told who is not."""
    ways = [
        {"person": who.pk, "joined": who.joined_at.isoformat(), "erased": ""}
        for who in (cast.ola, cast.jan, cast.adam)
    ]
    ledger.path().write_text("".join(json.dumps(line) + "\n" for line in ways))

    def fails_for_jan(person: User) -> None:
        if person.pk == cast.jan.pk:
            raise OSError("the disk is gone")

    monkeypatch.setattr("accounts.actions.erase_account.besides", [fails_for_jan])
    with pytest.raises(Unfinished, match=rf"^2 deleted .* {cast.jan.pk}:"):
        apply_ledger()
    left = User.objects.filter(pk__in=(cast.ola.pk, cast.jan.pk, cast.adam.pk), is_active=True)
    assert list(left) == [cast.jan]
