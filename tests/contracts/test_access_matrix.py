"""Who may do what: every role at every door of every kind of thing, pages and API alike.

The table below is the documentation: for each door the roles that come through. All others are answered like
people without a key: they are sent to log in, refused, or told that there is nothing (401, 403, 404). A cell is
one role at one door; what one cell changes is taken back before the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from forums.models import Topic
from tests.cast import Cast
from tests.contracts.matrix_things import Things

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROLES = (
    "visitor", "nowa", "paused", "jan", "ewa", "ola", "elsewhere", "marta", "adam", "stopped", "banned",
)  # fmt: skip
"""Nobody; unconfirmed; paused; a member; one who used to belong; the author and editor; a moderator of another
forum; a moderator of all; the administrator; a moderator and an administrator who are suspended."""
EVERYBODY = frozenset(ROLES)
PEOPLE = EVERYBODY - {"visitor"}
WRITERS = PEOPLE - {"nowa", "paused", "stopped", "banned"}
MODERATORS = frozenset({"elsewhere", "marta", "adam"})
IN_CHARGE = frozenset({"marta", "adam"})
ADMINISTRATOR = frozenset({"adam"})
OLA = frozenset({"ola"})
TALKING = frozenset({"ola", "ewa"})
NOBODY: frozenset[str] = frozenset()


JAN = frozenset({"jan"})
REMOVING = {
    "public": JAN | IN_CHARGE, "members": JAN | IN_CHARGE, "backroom": MODERATORS, "hidden": IN_CHARGE,
    "closed": JAN | IN_CHARGE,
}  # fmt: skip
"""The second post is Jan's, in the back room Adam's."""
CORRECTING = {
    "public": IN_CHARGE, "members": IN_CHARGE, "backroom": MODERATORS - {"marta"}, "hidden": IN_CHARGE,
    "closed": IN_CHARGE,
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """`api`: asked with the person's token instead of the session."""

    name: str
    path: str
    through: frozenset[str]
    data: dict[str, Any] | None = None
    api: bool = False
    verb: str = "get"


def doors(cast: Cast, at: Things) -> Iterator[Door]:
    seeing = {
        "public": EVERYBODY, "members": PEOPLE, "backroom": MODERATORS, "hidden": MODERATORS,
        "closed": EVERYBODY,
    }  # fmt: skip
    for name, topic in at.topics.items():
        yield from _doors_of_topic(name, topic, seeing[name])
    yield from _doors_of_notes(at)
    yield from _doors_of_rooms(at)
    yield from _doors_of_houses(cast, at)
    yield from _doors_of_cards(cast, at)
    yield from _doors_of_people(cast)
    yield from _doors_of_moderation(at)
    yield from _doors_of_the_place()


def _doors_of_topic(name: str, topic: Topic, seeing: frozenset[str]) -> Iterator[Door]:
    page, verb = f"/forums/t/{topic.pk}/{topic.slug}/", f"/forums/topics/{topic.pk}/"
    api = f"/api/v1/topics/{topic.pk}"
    writing = (seeing & WRITERS) if name != "closed" else IN_CHARGE
    author = {"backroom": frozenset({"marta"}), "hidden": NOBODY, "closed": NOBODY}.get(name, OLA)
    charge = frozenset({"elsewhere", "marta", "adam"}) if name == "backroom" else IN_CHARGE
    about = f"topic {name}"
    for word, path in (
        ("page", page),
        ("first post", f"{page}1/"),
        ("live", f"/forums/t/{topic.pk}/posts?after=0"),
    ):
        yield Door(f"{about}: {word}", path, seeing)
    for word in ("", "/posts", "/events", "/lineage"):
        yield Door(f"{about}: API{word}", f"{api}{word}", seeing, api=True)
    yield Door(f"{about}: reply form", f"{verb}reply/", writing)
    yield Door(f"{about}: reply", f"{verb}reply/", writing, {"body": "Jeszcze ja."})
    yield Door(f"{about}: reply by API", f"{api}/posts", writing, {"body": "Jeszcze ja."}, True)
    yield Door(f"{about}: history", f"{verb}posts/1/history/", seeing)
    yield Door(f"{about}: edit form", f"{verb}posts/1/edit/", author)
    yield Door(f"{about}: edit", f"{verb}posts/1/edit/", author, {"body": "Kto ma dwie sztalugi?"})
    yield Door(f"{about}: close", f"{verb}close/", charge, {})
    yield Door(f"{about}: pin", f"{verb}pin/", charge, {})
    yield Door(f"{about}: move form", f"{verb}move/", charge)
    yield Door(f"{about}: split form", f"{verb}split/", charge)
    yield Door(f"{about}: merge form", f"{verb}merge/", charge)
    yield Door(f"{about}: remove a post", f"{verb}posts/2/remove/", REMOVING[name], {})
    yield Door(f"{about}: correct", f"{verb}posts/1/correct/", CORRECTING[name])
    yield Door(f"{about}: report form", f"/moderation/report/topic/{topic.pk}/", seeing)
    yield Door(
        f"{about}: report",
        f"/moderation/report/topic/{topic.pk}/",
        seeing & WRITERS,
        {"reason": "spam"},
    )
    yield Door(
        f"{about}: report by API", "/api/v1/flags", seeing & WRITERS,
        {"kind": "topic", "id": topic.pk, "reason": "spam"}, True,
    )  # fmt: skip
    yield Door(f"{about}: case", f"/moderation/topic/{topic.pk}/", charge)
    inviting = NOBODY if name == "backroom" else IN_CHARGE
    yield Door(f"{about}: inviting", f"/accounts/invitations/?to=forum:{topic.forum_id}", inviting)
    yield Door(
        f"{about}: invite", f"/accounts/invitations/?to=forum:{topic.forum_id}", inviting,
        {"email": "nowa.osoba@kultura.example"},
    )  # fmt: skip


def _doors_of_notes(at: Things) -> Iterator[Door]:
    for name, note in at.notes.items():
        seeing = {"public": EVERYBODY, "draft": OLA, "hidden": OLA | MODERATORS}[name]
        page, about = f"/notes/{note.slug}/", f"note {name}"
        for word, path in (
            ("page", page),
            ("PDF", f"{page}note.pdf"),
            ("DOCX", f"{page}note.docx"),
        ):
            yield Door(f"{about}: {word}", path, seeing)
        yield Door(f"{about}: API", f"/api/v1/notes/{note.slug}", seeing, api=True)
        yield Door(f"{about}: history", f"{page}history/", seeing)
        yield Door(f"{about}: edit form", f"{page}edit/", OLA)
        yield Door(f"{about}: report form", f"/moderation/report/note/{note.pk}/", seeing)


def _doors_of_rooms(at: Things) -> Iterator[Door]:
    for name, room in at.rooms.items():
        seeing = {"market": EVERYBODY, "duty": MODERATORS, "talk": TALKING}[name]
        author = frozenset({"marta"}) if name == "duty" else OLA
        page, about = f"/chat/{room.slug}/", f"room {name}"
        message = at.messages[name]
        one = f"{page}messages/{message.seq}/"
        for word in ("", "messages?after=0", "events?after=0"):
            yield Door(f"{about}: page {word}", f"{page}{word}", seeing)
        for word in ("messages", "events"):
            yield Door(f"{about}: API {word}", f"/api/v1/rooms/{room.pk}/{word}", seeing, api=True)
        yield Door(f"{about}: search", f"{page}search/?q=dzien", seeing)
        yield Door(f"{about}: say", f"{page}say/", seeing & WRITERS, {"body": "Jestem."})
        yield Door(
            f"{about}: say by API", f"/api/v1/rooms/{room.pk}/messages", seeing & WRITERS,
            {"body": "Jestem."}, True,
        )  # fmt: skip
        yield Door(f"{about}: message", one, seeing)
        yield Door(f"{about}: edit", f"{one}edit/", author, {"body": "Dobry wieczór."})
        # A moderator takes a message away by a decision, with a statement of reasons.
        yield Door(f"{about}: remove", f"{one}remove/", author, {})
        yield Door(f"{about}: report form", f"/moderation/report/message/{message.pk}/", seeing)
        settings = NOBODY if name == "talk" else MODERATORS
        yield Door(f"{about}: settings", f"{page}settings/", settings)
        yield Door(
            f"{about}: case", f"/moderation/message/{message.pk}/",
            NOBODY if name == "talk" else MODERATORS,
        )  # fmt: skip


def _doors_of_houses(cast: Cast, at: Things) -> Iterator[Door]:
    for name, house in (("shown", cast.house), ("hidden", at.hidden_house)):
        seeing = EVERYBODY if name == "shown" else MODERATORS
        editing = (OLA if name == "shown" else NOBODY) | MODERATORS
        page, about = f"/directory/{house.slug}/", f"organisation {name}"
        yield Door(f"{about}: page", page, seeing)
        yield Door(f"{about}: API", f"/api/v1/organisations/{house.slug}", seeing, api=True)
        for word in ("edit", "places", "contacts", "pictures", "people"):
            yield Door(f"{about}: {word}", f"{page}{word}/", editing)
        yield Door(f"{about}: history", f"{page}history/", seeing)
        yield Door(
            f"{about}: report form",
            f"/moderation/report/organisation/{house.pk}/",
            seeing,
        )


def _doors_of_cards(cast: Cast, at: Things) -> Iterator[Door]:
    for name, card in at.cards.items():
        seeing = {"shown": EVERYBODY, "hidden": MODERATORS, "removed": NOBODY}[name]
        editing = seeing & (OLA | MODERATORS)
        own, about = f"/directory/{cast.house.slug}/cards/{card.pk}/", f"card {name}"
        yield Door(f"{about}: page", f"/directory/needs/{card.pk}/", seeing)
        yield Door(f"{about}: API", f"/api/v1/needs/{card.pk}", seeing, api=True)
        yield Door(f"{about}: edit form", f"{own}edit/", editing)
        yield Door(f"{about}: ending form", f"{own}done/", editing)
        yield Door(f"{about}: put up again", f"{own}renew/", editing, {})
        yield Door(f"{about}: report form", f"/moderation/report/card/{card.pk}/", seeing)
        yield Door(
            f"{about}: report by API", "/api/v1/flags", seeing & WRITERS,
            {"kind": "card", "id": card.pk, "reason": "spam"}, True,
        )  # fmt: skip
        yield Door(f"{about}: case", f"/moderation/card/{card.pk}/", seeing & MODERATORS)


def _doors_of_people(cast: Cast) -> Iterator[Door]:
    yield Door("person: page", "/people/ola/", EVERYBODY)
    yield Door("person: report form", f"/moderation/report/person/{cast.ola.pk}/", EVERYBODY)
    yield Door("person: for moderators", "/moderation/people/ola/", MODERATORS)
    yield Door(
        "person: pause", "/moderation/people/ola/pause/", MODERATORS,
        {"hours": "24", "days": "1", "rule": "spam", "reason": "Reklama."},
    )  # fmt: skip
    for name, path in (
        ("settings", "/accounts/settings/"), ("own data", "/accounts/data/"), ("sessions", "/accounts/sessions/"),
        ("hushed", "/accounts/hushed/"), ("notifications", "/notifications/"), ("drafts", "/notes/mine/"),
        ("statements", "/moderation/statements/"),
    ):  # fmt: skip
        yield Door(f"own: {name}", path, PEOPLE)


def _doors_of_moderation(at: Things) -> Iterator[Door]:
    statement = f"/moderation/statements/{at.statement.pk}/"
    yield Door("statement", statement, OLA | MODERATORS)
    yield Door("statement: appeal", f"{statement}appeal/", OLA, {"body": "To nie reklama."})
    yield Door(
        "statement: undo", f"{statement}undo/", IN_CHARGE, {"reason": "Pomyłka.", "rule": "other"}
    )
    for word in ("", "log/", "log.csv", "lists/", "tags/"):
        yield Door(f"moderation: {word or 'queue'}", f"/moderation/{word}", MODERATORS)
    yield Door("grounds", "/moderation/grounds/", MODERATORS)
    yield Door("grounds: new", "/moderation/grounds/new/", ADMINISTRATOR)
    for path in (
        "/moderation/notice/", "/about/transparency/", "/about/status/", "/about/rules/", "/about/privacy/",
    ):  # fmt: skip
        yield Door(path, path, EVERYBODY)
    yield Door("questions that wait", "/forums/waiting/", EVERYBODY)
    yield Door("own words that wait", "/forums/held/", PEOPLE)
    yield Door("desk", "/curation/", MODERATORS)


def _doors_of_the_place() -> Iterator[Door]:
    for word in (
        "", "history/", "place/identity/", "place/contacts/", "logo/", "forums/", "forums/new/", "rooms/",
        "people/", "people/ola/", "people/ola/sessions/", "words/", "words/new/", "region/", "documents/rules/", "documents/privacy/",
    ):  # fmt: skip
        yield Door(f"setup: {word}", f"/setup/{word}", ADMINISTRATOR)
    yield Door("administration", "/admin/", ADMINISTRATOR)


def test_every_role_at_every_door(cast: Cast, things: Things) -> None:
    table = list(doors(cast, things))
    things.clients.update({role: cast.client(who) for role, who in things.people.items()})
    wrong = [
        f"{door.name}, {role}: {found} instead of {'yes' if role in door.through else 'no'}"
        for door in table
        for role in ROLES
        if (found := _comes_through(things, door, role))
        != ("yes" if role in door.through else "no")
    ]
    print(f"{len(table)} doors x {len(ROLES)} roles = {len(table) * len(ROLES)} cells")
    assert wrong == [], "\n".join(wrong)


def _comes_through(things: Things, door: Door, role: str) -> str:
    """ "yes", "no", or what else was answered."""
    for cache in ("default", "local"):
        caches[cache].clear()
    with transaction.atomic():
        answer = _asked(things, door, role)
        status, to = answer.status_code, answer.headers.get("location", "")
        transaction.set_rollback(True)
    if status in (401, 403, 404) or to.startswith(("/accounts/login/", "/admin/login/")):
        return "no"
    return "yes" if status < 400 else f"{status}: {answer.content[:300]!r}"


def _asked(things: Things, door: Door, role: str) -> Any:
    if door.api:
        token = things.tokens.get(role)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        client = Client(headers=headers)
        if door.data is None:
            return client.get(door.path)
        return client.post(door.path, door.data, content_type="application/json")
    client = things.clients[role]
    return client.get(door.path) if door.data is None else client.post(door.path, door.data)
