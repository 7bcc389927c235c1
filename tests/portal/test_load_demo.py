"""load_demo: the whole demo region on an empty database, complete, consistent, and once only."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F
from django.test import Client
from django.utils import timezone

import portal.demo
from accounts.models import Role, User
from curation.desk.canned import written_for
from curation.desk.lines import desk
from curation.models import Canned, Feature, NoteLink
from directory.access import open_cards_of
from directory.matching.found import matches
from directory.matching.words import reasons
from directory.models import AccessFact, Card, FoundWith, Membership, Organisation
from forums.actions.edit_post import edit_post
from forums.models import Forum, Post, Seat, Topic
from kernel.integrity import checks
from kernel.models import Outbox
from moderation.models import Decision, Report
from notes.collections.models import Collection
from notes.models import PracticeNote, Revision
from notes.review.models import Verdict
from notes.runs.models import Run
from notes.truth.models import Doubt
from notifications.models import Notification, Watch
from portal.demo import DEMO_PASSWORD
from portal.demo.reading import Clock
from realtime.chat.models import Message, Room
from realtime.live.events import events_after
from search.models import Entry, WordChange

FILES = Path(portal.demo.__file__).parent


def table(name: str, files: str = "") -> list[dict[str, Any]]:
    return [
        row
        for path in sorted(FILES.glob(f"{files or name}*.toml"))
        for row in tomllib.loads(path.read_text())[name]
    ]


def note_life() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((FILES / "note-life.toml").read_text())


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the command said on an empty database. Everything is undone after the last test here."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: str, db: None) -> str:
    return loaded


def browser(handle: str = "") -> Client:
    client = Client(headers={"accept-language": "en"})
    if handle:
        client.force_login(User.objects.get(handle=handle))
    return client


def test_everything_of_the_files_is_there(demo: str) -> None:
    topics = table("topics", "topics-")
    assert User.objects.count() == len(table("people"))
    assert Organisation.objects.filter(is_example=True).count() == len(table("organisations"))
    assert Organisation.objects.filter(is_example=False).count() > 100, "the real directory"
    assert Forum.objects.count() == len(table("forums"))
    taken = table("taken")
    assert Topic.objects.count() == len(topics) + len(taken)
    assert Post.objects.filter(gathered=True).count() == len(taken)
    written = Post.objects.exclude(topic__grown=True, number=1).filter(gathered=False)
    assert written.count() == sum(len(topic["posts"]) for topic in topics)
    assert Topic.objects.exclude(accepted=None).count() == sum(
        "accepted" in topic for topic in topics
    )
    assert Post.objects.exclude(parent=None).count() == sum(
        "parent" in post for topic in topics for post in topic["posts"]
    )
    notes = len(table("notes", "notes-")) + sum("note" in row for row in taken)
    assert PracticeNote.objects.count() == notes
    life = {name: len(table_of_life) for name, table_of_life in note_life().items()}
    assert Revision.objects.count() == PracticeNote.objects.count() + life["changes"]
    assert Run.objects.count() == life["runs"]
    assert Verdict.objects.count() == life["reviews"]
    assert Doubt.objects.count() == life["doubts"]
    assert Collection.objects.count() == life["collections"]
    assert NoteLink.objects.filter(opens=True).count() == 1
    assert Message.objects.count() == len(table("messages", "chat"))
    assert Room.objects.filter(organisation=None).count() == sum(
        "organisation" not in row for row in table("rooms", "chat")
    )
    assert not Organisation.objects.filter(room=None).exists()
    assert Card.objects.count() == sum(len(row["needs"]) for row in table("organisations"))
    assert AccessFact.objects.filter(site__organisation__is_example=True).count() == sum(
        len(place["access"])
        for row in table("organisations")
        for place in (row, *row.get("places", ()))
    )
    assert f"{Post.objects.count()} posts" in demo
    assert DEMO_PASSWORD in demo


def test_nothing_has_drifted(demo: str) -> None:
    assert [sentence for check in checks.values() for sentence in check(False)] == []


def test_all_of_it_can_be_found_and_nothing_waits(demo: str) -> None:
    assert not Outbox.objects.exists()
    assert not WordChange.objects.exists()
    kinds = dict(
        Entry.objects.order_by().values_list("kind").annotate(n=Count("object_id", distinct=True))
    )
    assert kinds["organisation"] == Organisation.objects.count()
    assert kinds["topic"] == Topic.objects.count()
    assert kinds["note"] == PracticeNote.objects.filter(status="published").count()
    found = browser().get("/search/", {"q": "brzęcząca pętla"})
    assert "Pętla indukcyjna brzęczy" in found.content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )


def test_a_second_run_changes_nothing(demo: str) -> None:
    def state() -> dict[str, Any]:
        return {
            model._meta.label: list(model._default_manager.order_by("pk").values_list())
            for model in apps.get_models()
        }

    before = state()
    said = StringIO()
    call_command("load_demo", stdout=said)
    after = state()
    assert [label for label in before if before[label] != after[label]] == []
    assert "0 topics with 0 posts" in said.getvalue()


def test_what_people_have_changed_stays(demo: str) -> None:
    ola = User.objects.get(handle="ola")
    first = Post.objects.filter(author=ola, number=1, topic__closed=False).first()
    assert first is not None
    edit_post(by=ola, post=first, body="Teraz inaczej.")
    Organisation.objects.filter(slug="kino-zorza").update(name="Kino Jutrzenka")
    User.objects.filter(handle="jan").update(handle="janek", name="Janek")
    counts = [model.objects.count() for model in (User, Organisation, Topic, Post, Message)]
    call_command("load_demo", verbosity=0)
    assert [model.objects.count() for model in (User, Organisation, Topic, Post, Message)] == counts
    assert Post.objects.get(pk=first.pk).body == "Teraz inaczej."
    assert Organisation.objects.get(slug="kino-zorza").name == "Kino Jutrzenka"
    assert User.objects.get(handle="janek").email == "jan@example.org"


def test_the_people_can_log_in(demo: str) -> None:
    roles = dict(User.objects.values_list("handle", "role"))
    assert (roles["ola"], roles["marta"], roles["adam"]) == (
        Role.MEMBER,
        Role.MODERATOR,
        Role.ADMIN,
    )
    assert not User.objects.filter(verified=False).exists()
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == User.objects.count()
    client = Client()
    client.post("/accounts/login/", {"login": "ola@example.org", "password": DEMO_PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get(handle="ola").pk)


def test_who_belongs_and_who_used_to(demo: str) -> None:
    house = Organisation.objects.get(slug="dom-kultury-w-brzozowce")
    assert Membership.objects.get(organisation=house, person__handle="ola").role == "editor"
    former = Membership.objects.get(organisation__slug="swietlica-w-lipowej", person__handle="ewa")
    assert former.left_at is not None


@pytest.mark.parametrize("path", ["/forums/moderacja/", "/chat/dyzur-moderatorow/"])
def test_what_is_for_moderators_does_not_exist_for_others(demo: str, path: str) -> None:
    assert browser().get(path).status_code == 404
    assert browser("jan").get(path).status_code == 404
    assert browser("marta").get(path).status_code == 200


def test_no_list_or_search_names_the_backroom_to_a_stranger(demo: str) -> None:
    secret = Topic.objects.filter(forum__slug="moderacja").first()
    assert secret is not None
    page = f"/forums/t/{secret.pk}/{secret.slug}/"
    jan, marta = browser("jan"), browser("marta")
    assert jan.get(page).status_code == 404
    assert marta.get(page).status_code == 200
    for path, query in (("/forums/", {}), ("/chat/", {}), ("/search/", {"q": secret.title})):
        shown = jan.get(path, query).content.decode()
        assert f"/t/{secret.pk}/" not in shown
        assert "dyzur-moderatorow" not in shown
        assert "/forums/moderacja/" not in shown


def test_the_pages_of_the_region_open(demo: str) -> None:
    note = PracticeNote.objects.filter(status="published").first()
    topic = Topic.objects.filter(forum__audience="public").order_by("-reply_count").first()
    assert note
    assert topic
    for client in (browser(), browser("ola")):
        for path in (
            "/", "/directory/", "/directory/dom-kultury-w-brzozowce/", "/directory/needs/", "/forums/",
            "/notes/", f"/notes/{note.slug}/", f"/forums/t/{topic.pk}/{topic.slug}/", "/chat/rynek/",
            "/people/ola/",
        ):  # fmt: skip
            assert client.get(path).status_code == 200, path


def test_nothing_lies_in_the_future(demo: str) -> None:
    now = timezone.now()
    for model in (Topic, Post, Message, PracticeNote, Notification, Card, Organisation, Decision):
        assert not model.objects.filter(created_at__gt=now).exists(), model.__name__
    later = Post.objects.filter(parent__created_at__gte=F("created_at"))
    assert not later.exists()


def test_times_of_a_conversation_rise_even_just_after_midnight() -> None:
    now = datetime(2026, 3, 2, 0, 5, tzinfo=timezone.get_default_timezone())
    clock = Clock(now)
    times = clock.rising(["1 23:50", "0 00:04", "0 00:20", "0 18:00"])
    assert times == sorted(times)
    assert len(set(times)) == 4
    assert times[0] == now - timedelta(minutes=15)
    assert times[-1] == now


def test_catching_up_from_the_start_replays_everything(demo: str) -> None:
    nobody = AnonymousUser()
    room = Room.objects.get(slug="rynek")
    frames = events_after(nobody, "room", room.pk, 0, 10_000)
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    made = [frame["data"]["seq"] for frame in frames if frame["type"] == "message.created"]
    assert made == list(
        Message.objects.filter(room=room).order_by("seq").values_list("seq", flat=True)
    )
    changed = {frame["data"]["id"] for frame in frames if frame["type"] == "message.changed"}
    gone = {message.pk for message in Message.objects.filter(room=room) if message.gone}
    edited = set(
        Message.objects.filter(room=room).exclude(edited_at=None).values_list("pk", flat=True)
    )
    assert gone
    assert edited
    assert changed == gone | edited
    texts = [frame["data"].get("body") for frame in frames if frame["data"].get("removed")]
    assert texts
    assert set(texts) == {None}
    topic = Topic.objects.exclude(accepted=None).filter(forum__audience="public").first()
    assert topic is not None
    frames = events_after(nobody, "topic", topic.pk, 0, 10_000)
    assert [f["data"]["number"] for f in frames if f["type"] == "post.created"] == list(
        range(1, topic.last_number + 1)
    )
    assert topic.accepted_id in [f["data"]["id"] for f in frames if f["type"] == "post.changed"]


def test_authors_take_back_and_moderators_hide_with_a_reason(demo: str) -> None:
    rynek = Message.objects.filter(room__slug="rynek")
    shopping = rynek.get(body__startswith="Kup mleko")
    assert shopping.removed_at is not None
    assert not shopping.hidden
    mixer = rynek.get(body__startswith="Sprzedam mikser")
    assert mixer.hidden
    assert mixer.removed_at is None
    decision = Decision.objects.get(kind="message", object_id=mixer.pk)
    assert decision.moderator is not None
    assert decision.moderator.handle == "tadeusz"
    assert decision.reason
    hidden = Post.objects.filter(hidden=True)
    assert hidden.count() == Decision.objects.filter(kind="post", verdict="hide").count() > 0
    assert not Post.objects.filter(hidden=True).exclude(removed_at=None).exists()
    for post in Post.objects.exclude(removed_at=None):
        assert post.removed_by_id == post.author_id
    assert len(table("decisions")) == Decision.objects.count(), "every decision found its thing"
    assert len(table("reports", "decisions")) == Report.objects.count()
    page = browser().get("/chat/rynek/", {"at": mixer.seq}).content.decode()
    assert "Sprzedam mikser" not in page


def test_people_follow_have_read_and_are_told(demo: str) -> None:
    ola = User.objects.get(handle="ola")
    bell = Notification.objects.filter(person=ola)
    assert 1 <= bell.filter(seen_at=None).count() <= 20
    assert bell.exclude(seen_at=None).exists()
    assert list(bell.order_by("pk").values_list("created_at", flat=True)) == sorted(
        bell.values_list("created_at", flat=True)
    )
    own = Topic.objects.filter(author=ola)
    assert Watch.objects.filter(person=ola, kind="topic", object_id__in=own).count() == own.count()
    assert not Seat.objects.filter(read_number__gt=F("topic__last_number")).exists()
    assert browser("ola").get("/notifications/").status_code == 200
    backroom = Notification.objects.filter(
        target_kind="post",
        target_id__in=Post.objects.filter(topic__forum__slug="moderacja").values("pk"),
    )
    assert not backroom.filter(person__role=Role.MEMBER).exists()


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("load_start", "load_demo", "load_bulk"):
        with pytest.raises(SystemExit) as end:
            call_command(name, "--help")
        assert end.value.code in (0, None)
        assert f"manage.py {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("handle", "slug"), [("ola", "dom-kultury-w-brzozowce"), ("marta", "instytut-na-skarpie")]
)
def test_matching_convinces_those_who_try_the_site(demo: str, handle: str, slug: str) -> None:
    """Whoever logs in finds matches with many reasons at their own organisation."""
    house = Organisation.objects.get(slug=slug)
    assert Membership.objects.filter(organisation=house, person__handle=handle).exists()
    best = [
        match
        for of_card in matches(open_cards_of(house.pk)).values()
        for match in of_card[:1]
        if match.score.total >= 85
    ]
    assert len(best) >= 3
    for match in best:
        said = [why for why in reasons(match.score, {}) if why.state == "yes"]
        assert len({why.name for why in said}) >= 4, match.card.title
    page = browser(handle).get(f"/directory/{slug}/cards/").content.decode()
    assert "fits 94 of 100" in page


def test_cards_end_in_every_way(demo: str) -> None:
    agreed = FoundWith.objects.exclude(agreed_at=None)
    waits = FoundWith.objects.filter(agreed_at=None)
    assert (agreed.count(), waits.count()) == (1, 1)
    board = browser().get("/directory/needs/").content.decode()
    assert "They found one another here" in board and "Kino Zorza" in board
    assert "Is it so?" in browser("ola").get(waits[0].card.get_absolute_url()).content.decode()
    assert (
        "Let it stand"
        in browser("ola").get("/directory/dom-kultury-w-brzozowce/cards/").content.decode()
    )
    assert not Card.objects.filter(told_of_end=None).exists(), (
        "nobody reads the post of invented people"
    )


def test_organisations_speak_in_topics_notes_and_rooms(demo: str) -> None:
    post = Post.objects.exclude(organisation=None).first()
    note = PracticeNote.objects.get(in_its_name=True)
    message = Message.objects.exclude(organisation=None).get()
    assert post is not None and note.organisation is not None and message.organisation is not None
    assert note.revisions.get().organisation == note.organisation
    for address, name in (
        (f"/notes/{note.slug}/", note.organisation.name), ("/chat/rynek/", message.organisation.name),
    ):  # fmt: skip
        assert name in browser().get(address).content.decode().replace("\u00a0", " ")


def test_the_notes_look_alive(demo: str) -> None:
    page = browser().get("/notes/noc-czytania-w-malej-bibliotece/").content.decode()
    for words in (
        "Halina", "Reviewed", "run 4 times by 4 organisations", "night of reading in", "The conversation about it",
        "Pierwszy raz z", "6 people",
    ):  # fmt: skip
        assert words in page, words
    assert "słuchawki wyciszające, dwie" not in page, "what waits is not shown"
    assert "waits for a reviewer" in browser("danuta").get("/notes/noc-czytania-w-malej-bibliotece/").content.decode()  # fmt: skip
    assert "has passed" in browser().get("/notes/gdy-na-festyn-idzie-deszcz/").content.decode()


def test_every_list_of_the_curators_desk_has_something(demo: str) -> None:
    parts = {part.name: part.lines for part in desk(User.objects.get(handle="marta"))}
    assert all(parts.values()), {name: len(lines) for name, lines in parts.items()}
    assert [line.title[:32] for line in parts["same"]] == ["Czy nastolatek może sam wrócić z"]
    for row in table("misses", "desk"):
        assert browser().get("/api/v1/search", {"q": row["text"]}).json()["total"] == 0, row["text"]
    assert browser("marta").get("/curation/").status_code == 200
    assert browser("ola").get("/curation/").status_code == 404
    assert "noc-czytania-w-malej-bibliotece" in browser().get("/").content.decode()
    assert Feature.objects.count() == len(table("features", "desk"))
    topic = Topic.objects.get(title__startswith="Czy nastolatek może sam")
    answers = [written_for(canned, topic) for canned in Canned.objects.all()]
    assert len(answers) == len(table("canned", "desk")) and not any("{" in one for one in answers)
