"""Runs beside a real server, in a process of its own: makes the cast, and does on command what the
site's other processes do. One JSON object a line in, one out.

Being another process, it reaches an in-memory layer with nothing: what it does arrives by the sweep.
"""

import json
import os
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402
import time_machine  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.actions.end_sessions import end_session  # noqa: E402
from accounts.actions.hush import hush  # noqa: E402
from accounts.models import OpenSession, User  # noqa: E402
from accounts.tokens import make_token  # noqa: E402
from directory.actions.members import add_member, remove_member  # noqa: E402
from directory.models import Organisation  # noqa: E402
from directory.ports import conversation  # noqa: E402
from forums.actions.add_poll import add_poll  # noqa: E402
from forums.actions.move_topic import move_topic  # noqa: E402
from forums.actions.post_reply import post_reply  # noqa: E402
from forums.actions.react import react as react_to  # noqa: E402
from forums.actions.start_topic import start_topic  # noqa: E402
from forums.actions.vote import vote as vote_in  # noqa: E402
from forums.models import Forum, Post, Topic  # noqa: E402
from forums.polls.fields import read_poll  # noqa: E402
from forums.polls.models import Poll  # noqa: E402
from kernel.integrity import checks  # noqa: E402
from kernel.limits import LOWEST, spend  # noqa: E402
from kernel.refusals import TooMany  # noqa: E402
from realtime.chat.actions.edit_message import edit_message  # noqa: E402
from realtime.chat.actions.open_about import open_room_about  # noqa: E402
from realtime.chat.actions.remove_message import remove_message  # noqa: E402
from realtime.chat.actions.say import say  # noqa: E402
from realtime.chat.actions.start_conversation import start_conversation  # noqa: E402
from realtime.chat.actions.take_part import add_person, leave  # noqa: E402
from realtime.chat.models import Message, Room, RoomSeat  # noqa: E402
from tests.cast import assemble  # noqa: E402
from tests.cast import person as new_person  # noqa: E402


def session_of(person: User) -> str:
    """A session as a log-in makes it; returns its key."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key or ""


def make() -> dict[str, Any]:
    cast = assemble()
    people = {
        "ola": cast.ola,
        "jan": cast.jan,
        "ewa": cast.ewa,
        "marta": cast.marta,
        "nowa": cast.nowa,
    }
    return {
        "market": cast.market.pk,
        "duty": cast.duty.pk,
        "sessions": {name: session_of(person) for name, person in people.items()},
        "tokens": {name: make_token(person) for name, person in people.items()},
        "ids": {name: person.pk for name, person in people.items()},
    }


def person(handle: str) -> User:
    return User.objects.get(handle=handle)


def log_in(who: str) -> str:
    return session_of(person(who))


def join(handle: str) -> dict[str, Any]:
    """A new member, for what is done to them."""
    user = new_person(handle, handle.title())
    return {"session": session_of(user), "token": make_token(user), "id": user.pk}


def open_room(slug: str, audience: str = "public") -> int:
    return Room.objects.create(slug=slug, name=slug.title(), audience=audience).pk


def converse(who: str, others: list[str], body: str) -> dict[str, Any]:
    room, _ = start_conversation(by=person(who), to=[person(one) for one in others], body=body)
    return {"id": room.pk, "slug": room.slug}


def add(who: str, room: int, whom: str) -> None:
    add_person(by=person(who), room=Room.objects.get(pk=room), person=person(whom))


def depart(who: str, room: int) -> None:
    leave(by=person(who), room=Room.objects.get(pk=room))


def ask_house(who: str, subject: str) -> dict[str, Any]:
    house = Organisation.objects.get(slug="dom-kultury-w-brzozowce")
    slug = conversation(person(who), house, subject).split("/")[2]
    return {"id": Room.objects.get(slug=slug).pk, "slug": slug}


def house_editor(who: str, *, edits: bool) -> None:
    house = Organisation.objects.get(slug="dom-kultury-w-brzozowce")
    if edits:
        add_member(by=person("ola"), organisation=house, handle=who, role="editor")
    else:
        remove_member(by=person("ola"), organisation=house, handle=who)


def suspend(who: str) -> None:
    User.objects.filter(handle=who).update(suspended_until=timezone.now() + timedelta(days=1))


def resume(who: str) -> None:
    User.objects.filter(handle=who).update(suspended_until=None)


def unseen(who: str) -> None:
    User.objects.filter(handle=who).update(shows_presence=False)


def block(who: str, other: str) -> None:
    hush(by=person(who), other=person(other), kind="block")


def revoke_token(who: str) -> None:
    person(who).tokens.all().delete()


def seat(who: str, room: int) -> int:
    return RoomSeat.objects.get(person__handle=who, room_id=room).read_seq


def log_out(session: str) -> None:
    SessionStore(session).flush()


def log_out_elsewhere(session: str) -> None:
    """From the list of where they are logged in, in another browser."""
    user_id = SessionStore(session).load()["_auth_user_id"]
    user = User.objects.get(pk=user_id)
    row = OpenSession.objects.create(person=user, session_key=session)
    end_session(by=user, pk=row.pk)


def ban(who: str) -> None:
    User.objects.filter(handle=who).update(is_active=False)


def password(who: str) -> None:
    user = person(who)
    user.set_password("nowe-haslo-bez-znaczenia")
    user.save()


def role(who: str, role: str) -> None:
    User.objects.filter(handle=who).update(role=role)


def set_level(who: str, level: int) -> None:
    User.objects.filter(handle=who).update(level=level)


def fill_day(who: str) -> None:
    """A newcomer has said all that a day allows: as much as each of its shorter windows takes, in turn."""
    user = person(who)
    (few, short), (some, longer), (most, day) = LOWEST["message"]
    midnight = time.time() // day * day
    for at in range(most):
        moment = midnight + at // some * longer + at % some // few * short
        with time_machine.travel(moment, tick=False), suppress(TooMany):
            spend("message", f"u{user.pk}", rank=user.standing)


def close_room(room: int) -> None:
    Room.objects.filter(pk=room).update(audience="moderators")


def speak(who: str, room: int, bodies: list[str]) -> list[int]:
    place = Room.objects.get(pk=room)
    return [say(by=person(who), room=place, body=body)[0].seq for body in bodies]


def edit(who: str, room: int, seq: int, body: str) -> None:
    edit_message(by=person(who), message=Message.objects.get(room_id=room, seq=seq), body=body)


def remove(who: str, room: int, seq: int) -> None:
    remove_message(by=person(who), message=Message.objects.get(room_id=room, seq=seq))


def give_up(who: str, room: int, body: str) -> None:
    """Says something in a transaction that fails."""
    try:
        with transaction.atomic():
            say(by=person(who), room=Room.objects.get(pk=room), body=body)
            raise RuntimeError
    except RuntimeError:
        pass


def ask(who: str, forum: str, title: str) -> int:
    topic = start_topic(
        by=person(who), forum=Forum.objects.get(slug=forum), title=title, body="Jak to zrobić?"
    )
    return topic.pk


def open_about(who: str, topic: int) -> int:
    room, _made = open_room_about(by=person(who), thing=Topic.objects.get(pk=topic))
    return room.pk


def move(who: str, topic: int, forum: str) -> None:
    move_topic(
        by=person(who), topic=Topic.objects.get(pk=topic), forum=Forum.objects.get(slug=forum)
    )


def reply(who: str, topic: int, body: str, house: str = "") -> int:
    """In the name of the organisation with this slug, if one is given."""
    return post_reply(
        by=person(who), topic=Topic.objects.get(pk=topic), body=body,
        organisation=Organisation.objects.get(slug=house) if house else None,
    ).number  # fmt: skip


def react(who: str, topic: int, number: int, kind: str) -> dict[str, int]:
    post = Post.objects.get(topic=topic, number=number)
    return react_to(by=person(who), post=post, kind=kind).reactions


def poll(who: str, topic: int, question: str, choices: list[str]) -> dict[str, Any]:
    asked = read_poll(question=question, choices=choices)
    made = add_poll(by=person(who), topic=Topic.objects.get(pk=topic), asked=asked)
    return {"id": made.pk, "choices": list(made.choices.values_list("pk", flat=True))}


def vote(who: str, poll: int, choices: list[int]) -> int:
    return vote_in(by=person(who), poll=Poll.objects.get(pk=poll), choices=choices).voters


def messages(room: int) -> list[Any]:
    rows = Message.objects.filter(room_id=room).order_by("seq")
    return [list(row) for row in rows.values_list("seq", "body", "author__handle")]


def drift() -> list[str]:
    return [
        found for name in checks for found in checks[name](False) if name.startswith("realtime")
    ]


COMMANDS = (
    make, log_in, log_out, log_out_elsewhere, join, open_room, unseen, block, suspend, resume, revoke_token, seat, ban, password, role,
    close_room, speak, edit, remove, give_up, ask, reply, react, poll, vote, messages, drift, converse, add, depart,
    ask_house, open_about, move, house_editor, set_level, fill_day,
)  # fmt: skip


def main() -> None:
    known = {command.__name__: command for command in COMMANDS}
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {"result": known[name](**arguments)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
