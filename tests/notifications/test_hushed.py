"""Whom somebody has muted or blocked they do not hear of, by whatever way: every channel there is."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.actions.hush import hush
from accounts.actions.update_profile import update_profile
from accounts.forms import ProfileForm
from accounts.models import Hush, User
from composing.suggesting import people_and_organisations
from curation.discussing import discuss_note
from directory.models import Membership
from forums.actions.edit_post import edit_post
from forums.actions.post_reply import post_reply
from forums.actions.react import react
from forums.actions.start_topic import start_topic
from forums.actions.thank import thank, thank_for
from forums.models import Post
from kernel.integrity import checks
from kernel.jobs import work_off
from kernel.refusals import Refused
from notes.actions.runs import write_run
from notes.actions.truth import doubt_note
from notes.actions.write_note import write_note
from notifications.mail.sending import work_off as write_letters
from notifications.models import Notification
from realtime.chat.actions.ask_organisation import conversation_with
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.actions.take_part import add_person
from realtime.chat.models import Participant
from realtime.push import sending
from tests.cast import Cast
from tests.realtime.test_push import Browser, Service, begin, place, service  # noqa: F401

Deed = Callable[[Cast], Any]


def olas_post(cast: Cast) -> Post:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc czytania", body="Kto pomoże?")
    return Post.objects.get(topic=topic, number=1)


def topic_reply(cast: Cast) -> None:
    post_reply(by=cast.jan, topic=olas_post(cast).topic, body="Ja.")


def mention(cast: Cast) -> None:
    start_topic(by=cast.jan, forum=cast.square, title="Pytanie", body="Może @ola wie?")


def mention_by_an_edit(cast: Cast) -> None:
    topic = start_topic(by=cast.jan, forum=cast.square, title="Pytanie", body="Kto wie?")
    edit_post(by=cast.jan, post=Post.objects.get(topic=topic), body="Może @ola wie?")


def room_message(cast: Cast) -> None:
    say(by=cast.jan, room=cast.market, body="Hej @ola")


def conversation_of_several(cast: Cast) -> None:
    room, _ = start_conversation(by=cast.ewa, to=[cast.ola, cast.jan], body="Dzień dobry")
    Notification.objects.all().delete()
    say(by=cast.jan, room=room, body="Jestem")


def note_comment(cast: Cast) -> None:
    note = write_note(by=cast.ola, title="Krąg krzeseł", body="Ustaw krzesła.")
    discuss_note(by=cast.jan, note=note, forum=cast.square, body="U nas nie wyszło.")


def note_run(cast: Cast) -> None:
    note = write_note(by=cast.ola, title="Krąg krzeseł", body="Ustaw krzesła.")
    write_run(by=cast.jan, note=note, body="Zrobione.", ran_on=timezone.localdate())


def note_doubt(cast: Cast) -> None:
    doubt_note(
        by=cast.jan, note=write_note(by=cast.ola, title="Krąg", body="x"), reason="Nieaktualne."
    )


def reaction(cast: Cast) -> None:
    react(by=cast.jan, post=olas_post(cast), kind="agree")


def thanks_for_a_post(cast: Cast) -> None:
    thank_for(by=cast.jan, post=olas_post(cast))


def thanks(cast: Cast) -> None:
    thank(by=cast.jan, whom=cast.ola, words="Za wszystko")


DEEDS: list[Deed] = [
    topic_reply, mention, mention_by_an_edit, room_message, conversation_of_several, note_comment,
    note_run, note_doubt, reaction, thanks_for_a_post, thanks,
]  # fmt: skip


def told(who: User) -> int:
    return Notification.objects.filter(person=who).count()


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("kind", ["", "mute", "block"])
def test_no_channel_tells_of_who_is_hushed(cast: Cast, deed: Deed, kind: str) -> None:
    if kind:
        hush(by=cast.ola, other=cast.jan, kind=kind)
    deed(cast)
    assert (told(cast.ola) > 0) is not bool(kind)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["", "mute", "block"])
def test_bell_letter_digest_and_push_keep_quiet(
    cast: Cast,
    place: None,  # noqa: F811
    service: Service,  # noqa: F811
    kind: str,
) -> None:
    ola, _ = begin(cast, cast.ola, Browser().subscription(service.url))
    cast.ola.refresh_from_db()
    mention(cast)  # before: what has not gone out yet does not go either
    room_message(cast)
    if kind:
        hush(by=cast.ola, other=cast.jan, kind=kind)
    topic_reply(cast)
    bell = re.search(r"data-bell-count>(\d+)<", ola.get("/about/").content.decode())
    assert bell and (bell[1] != "0") is not bool(kind)
    sending.work_off()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        write_letters()
        work_off()
    letters = [letter for letter in mail.outbox if letter.to == [cast.ola.email]]
    assert bool(letters) is not bool(kind)
    assert bool(service.received) is not bool(kind)


def test_a_block_closes_conversations_in_both_directions(cast: Cast) -> None:
    room, _ = start_conversation(by=cast.jan, to=[cast.ola], body="Dzień dobry")
    hush(by=cast.ola, other=cast.jan, kind="block")
    for writer in (cast.jan, cast.ola):
        with pytest.raises(Refused) as refused:
            say(by=writer, room=room, body="A teraz?")
        assert "block" not in refused.value.message.lower()  # nobody is told
    hush(by=cast.ola, other=cast.jan, kind="mute")
    say(by=cast.jan, room=room, body="Słychać")
    hush(by=cast.ola, other=cast.jan, kind="")
    say(by=cast.jan, room=room, body="Znowu")


def test_a_block_keeps_new_conversations_away(cast: Cast) -> None:
    hush(by=cast.ola, other=cast.jan, kind="block")
    with pytest.raises(Refused, match=r"cannot write|Nie możesz"):
        start_conversation(by=cast.jan, to=[cast.ola], body="Dzień dobry")
    with pytest.raises(Refused):
        start_conversation(by=cast.jan, to=[cast.ola, cast.ewa], body="Dzień dobry")
    room, _ = start_conversation(by=cast.jan, to=[cast.ewa], body="Dzień dobry")
    with pytest.raises(Refused):
        add_person(by=cast.jan, room=room, person=cast.ola)


def test_an_offer_to_an_organisation_reaches_the_others_who_edit_it(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ewa).update(left_at=None)
    hush(by=cast.ola, other=cast.jan, kind="block")
    address = conversation_with(cast.jan, cast.house, "Oferta: rzutnik")
    people = Participant.objects.filter(room__slug=address.strip("/").split("/")[-1])
    assert set(people.values_list("person__handle", flat=True)) == {"jan", "ewa"}


def test_who_is_blocked_is_not_proposed_when_somebody_is_named(cast: Cast) -> None:
    hush(by=cast.ola, other=cast.jan, kind="block")
    for viewer, typed, gone in ((cast.jan, "ol", "@ola"), (cast.ola, "ja", "@jan")):
        viewer.refresh_from_db()
        assert gone not in [one.insert for one in people_and_organisations(viewer, typed, "")]
    assert "@ola" in [one.insert for one in people_and_organisations(cast.ewa, "ol", "")]


def test_decisions_of_moderators_are_told_all_the_same(cast: Cast) -> None:
    from moderation.actions.pause import pause

    hush(by=cast.ola, other=cast.marta, kind="block")
    pause(by=cast.marta, person=cast.ola, days=1, reason="Odpocznij.")
    assert told(cast.ola) == 1


def test_the_page_folds_what_they_wrote_and_follows_their_handle(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    assert "data-hushed=" not in ola.get("/about/").content.decode().split("<template")[0]
    ola.post("/accounts/hush/jan/", {"kind": "mute"})
    topic = start_topic(by=cast.jan, forum=cast.square, title="Noc", body="x")
    for path in ("/about/", f"/forums/t/{topic.pk}/{topic.slug}/"):
        assert 'data-hushed="jan"' in ola.get(path).content.decode()
        for other in (cast.client(cast.jan), cast.client(cast.ewa), cast.client()):
            assert 'data-hushed="' not in other.get(path).content.decode().split("<template")[0]
    cast.jan.refresh_from_db()
    fields = {
        "name": "Jan Zubek",
        "handle": "jan.z",
        "language": "pl",
        "bio": "",
        "organisation": "",
    }
    form = ProfileForm(fields, instance=User.objects.get(pk=cast.jan.pk))
    assert form.is_valid(), form.errors
    update_profile(by=cast.jan, form=form)
    assert 'data-hushed="jan.z"' in ola.get("/about/").content.decode()


def test_the_list_undoes_it_and_nobody_else_sees_it(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    for handle, kind in (("jan", "block"), ("ewa", "mute")):
        assert ola.post(f"/accounts/hush/{handle}/", {"kind": kind}).status_code == 303
    page = ola.get("/accounts/hushed/").content.decode()
    assert "Jan Zubek" in page and "Ewa Kostka" in page
    jan = cast.client(cast.jan)
    assert "Ola Wrona" not in jan.get("/accounts/hushed/").content.decode()
    assert "blocked" not in jan.get("/people/ola/").content.decode().split("person-hush")[0]
    ola.post("/accounts/hush/jan/", {"kind": ""})
    assert list(Hush.objects.values_list("other__handle", flat=True)) == ["ewa"]
    ola_now, jan_now = User.objects.get(pk=cast.ola.pk), User.objects.get(pk=cast.jan.pk)
    assert (ola_now.hushed, ola_now.unseen, jan_now.unseen) == ("ewa", "", "")


@pytest.mark.parametrize(("handle", "kind", "status"), [
    ("jan", "shout", 422), ("jan", "\x00", 422), ("nikt", "mute", 404), ("ola", "mute", 403), ("jan", "x" * 5000, 422),
])  # fmt: skip
def test_what_cannot_be_hushed(cast: Cast, handle: str, kind: str, status: int) -> None:
    assert (
        cast.client(cast.ola).post(f"/accounts/hush/{handle}/", {"kind": kind}).status_code
        == status
    )
    assert cast.client().post("/accounts/hush/jan/", {"kind": "mute"}).status_code == 302
    assert not Hush.objects.exists()


def test_with_a_person_who_is_gone_their_handle_goes(cast: Cast) -> None:
    hush(by=cast.ola, other=cast.jan, kind="block")
    User.objects.filter(pk=cast.jan.pk).delete()
    ola = User.objects.get(pk=cast.ola.pk)
    assert (ola.hushed, ola.unseen) == ("", "")


def test_drift_is_found_and_mended(cast: Cast) -> None:
    hush(by=cast.ola, other=cast.jan, kind="block")
    User.objects.filter(pk=cast.ola.pk).update(hushed="", second_step=True)
    User.objects.filter(pk=cast.ewa.pk).update(unseen="ola")
    names = ("accounts.hushes", "accounts.second_step")
    assert len([found for name in names for found in checks[name](True)]) == 3
    assert [found for name in names for found in checks[name](False)] == []
    assert User.objects.get(pk=cast.ola.pk).hushed == "jan"
