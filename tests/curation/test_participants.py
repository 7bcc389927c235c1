"""Those who are quoted may stand as participants: everywhere, and in what is copied later."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.facts import PersonRenamed
from accounts.models import User
from accounts.tokens import make_token
from composing.models import Draft
from curation.actions.make_note import make_note
from curation.actions.make_topic import make_topic
from curation.models import Gathering, Said
from curation.taking.integrity import taken_words
from directory.facts import OrganisationChanged
from directory.models import Membership, Organisation
from forums.actions.edit_post import edit_post
from forums.actions.post_reply import post_reply
from forums.integrity import html as post_html
from forums.models import Post
from forums.quoting import quote
from kernel.facts import publish
from kernel.jobs import work_off
from notes.actions.edit_note import edit_note
from notes.actions.publish_note import publish_note
from notes.integrity import html as note_html
from notes.models import PracticeNote, Revision
from realtime.chat.models import Message
from tests.cast import Cast
from tests.curation.conftest import page_of

NAME = "Jan Zubek"


def said_of(who: User) -> Said:
    return Said.objects.get(author=who, organisation=None)


def choose(cast: Cast, gathering: Gathering, who: User, said: Said) -> int:
    path = f"/taken-up/{gathering.pk}/unname/"
    return cast.client(who).post(path, {"said": said.pk}).status_code


def text_of(client: Client, door: str) -> str:
    """What leaves by a door; of a document, what is written in it."""
    answer = client.get(door)
    assert answer.status_code == 200 or "quotation" in door, door
    data = answer.content if not answer.streaming else b"".join(answer.streaming_content)  # type: ignore[arg-type]
    if not door.endswith(".docx"):
        return data.decode(errors="replace")
    with ZipFile(BytesIO(data)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def published(cast: Cast, gathering: Gathering) -> PracticeNote:
    assert gathering.topic is not None
    note, _ = make_note(by=cast.marta, topic=gathering.topic, posts=[2])
    edit_note(by=cast.marta, note=note, summary="Coś nowego")
    publish_note(by=cast.marta, note=note)
    return edit_note(by=cast.marta, note=note, summary="Coś jeszcze", comment="x")


def test_one_press_takes_the_name_out_of_everything(cast: Cast, gathering: Gathering) -> None:
    topic = gathering.topic
    assert topic is not None
    note = published(cast, gathering)
    quoted = Post.objects.get(gathered=True)
    copied = post_reply(by=cast.ewa, topic=topic, body=quote(quoted) + "Zgoda.")
    edit_post(by=cast.ewa, post=copied, body=quote(quoted) + "Pełna zgoda.")
    Draft.objects.create(person=cast.ewa, place="topic-1-reply", body=quote(quoted), device="x")
    doors = [
        f"/forums/t/{topic.pk}/{topic.slug}/", f"/notes/{note.slug}/", f"/api/v1/topics/{topic.pk}/posts",
        f"/api/v1/notes/{note.slug}", f"/notes/{note.slug}/history/", "/feeds/forums.xml", "/feeds/notes.xml",
        f"/api/v1/topics/{topic.pk}/events", f"/forums/{cast.square.slug}/", "/notes/", f"/forums/topics/{topic.pk}/posts/{copied.number}/history/",
        f"/notes/{note.slug}/note.docx", f"/forums/topics/{topic.pk}/posts/2/quotation/",
    ]  # fmt: skip
    guest = cast.client()
    before = {door: text_of(cast.client(cast.ewa), door) for door in doors}
    shown = {door for door in doors if NAME in before[door]}
    assert set(doors) - shown <= {"/feeds/forums.xml", "/feeds/notes.xml", "/notes/", f"/forums/{cast.square.slug}/", f"/notes/{note.slug}/history/", f"/forums/topics/{topic.pk}/posts/{copied.number}/history/"}  # fmt: skip
    page = cast.client(cast.jan).get(f"/taken-up/{gathering.pk}/").content.decode()
    assert "Kup pętlę." in page
    assert "Jak zrobić" not in page, "his own words alone"
    assert choose(cast, gathering, cast.jan, said_of(cast.jan)) == 303
    for who in (None, cast.ewa, cast.marta):
        for door in doors:
            assert NAME not in text_of(cast.client(who), door), (who, door)
    quoted.refresh_from_db()
    assert "(1)](/said/" in quoted.body
    assert "Kup pętlę." in page_of(cast, gathering)
    for rows in (Post, Revision, Draft, PracticeNote):
        assert not any(NAME in row.body for row in rows.objects.all()), rows  # type: ignore[attr-defined]
    assert not any(NAME in str(row.sections) for row in Revision.objects.all())
    for check in (post_html, note_html, taken_words):
        assert [*check(False)] == []
    # Nor does the link lead to where he said it.
    where = guest.get(f"/said/{said_of(cast.jan).pk}/")
    assert where["Location"].startswith(f"/forums/t/{topic.pk}/")
    work_off()
    found = guest.get("/search/?q=Zubek").content.decode()
    assert f"/forums/t/{topic.pk}/" not in found
    assert f"/notes/{note.slug}/" not in found


def test_later_copies_know_it(cast: Cast, gathering: Gathering) -> None:
    choose(cast, gathering, cast.jan, said_of(cast.jan))
    note = published(cast, gathering)
    assert NAME not in str(note.sections)
    said = said_of(cast.jan)
    # Whoever puts the name back by hand in the link loses it again.
    forged = f"[Jan Zubek](/said/{said.pk}/) i [x](http://testserver/said/{said.pk}/)"
    note = edit_note(by=cast.marta, note=note, body=forged)
    note.refresh_from_db()
    assert NAME not in note.body + note.html
    assert not any(NAME in row.body for row in Revision.objects.filter(note=note))
    assert gathering.topic is not None
    reply = post_reply(by=cast.ewa, topic=gathering.topic, body=forged)
    reply.refresh_from_db()
    assert NAME not in reply.body + reply.html
    # Another topic of some of the same messages.
    ids = list(Message.objects.order_by("seq").values_list("pk", flat=True)[:3])
    other, _ = make_topic(
        by=cast.marta, room=cast.market, messages=ids, forum=cast.square, title="Część"
    )
    assert NAME not in other.posts.get(gathered=True).body


def test_two_are_told_apart(cast: Cast, gathering: Gathering) -> None:
    choose(cast, gathering, cast.jan, said_of(cast.jan))
    choose(cast, gathering, cast.ewa, said_of(cast.ewa))
    choose(cast, gathering, cast.ewa, said_of(cast.ewa))
    assert (said_of(cast.jan).alias, said_of(cast.ewa).alias) == (1, 2)


def test_for_three_days_and_then_a_moderator(cast: Cast, gathering: Gathering) -> None:
    Gathering.objects.update(told_at=timezone.now() - timedelta(hours=73))
    jan = cast.client(cast.jan).get(f"/taken-up/{gathering.pk}/").content.decode()
    assert "The three days are over." in jan
    assert "/unname/" not in jan
    assert choose(cast, gathering, cast.jan, said_of(cast.jan)) == 403
    assert choose(cast, gathering, cast.ewa, said_of(cast.jan)) == 403
    assert said_of(cast.jan).alias == 0
    assert choose(cast, gathering, cast.adam, said_of(cast.jan)) == 303
    assert said_of(cast.jan).alias == 1


def test_whose_choice_it_is(cast: Cast, gathering: Gathering) -> None:
    path = f"/taken-up/{gathering.pk}/"
    house = Said.objects.get(organisation=cast.house)
    assert cast.client().get(path).status_code == 302
    stranger = cast.nowa
    assert "nothing of yours here" in cast.client(stranger).get(path).content.decode()
    assert "Kup pętlę" not in cast.client(cast.ewa).get(path).content.decode()
    assert choose(cast, gathering, cast.ewa, house) == 403, "she used to edit its page"
    assert choose(cast, gathering, cast.jan, house) == 403
    Membership.objects.filter(person=cast.ola).update(left_at=timezone.now())
    assert choose(cast, gathering, cast.ola, house) == 403, "who wrote it and has left"
    Membership.objects.filter(person=cast.jan).delete()
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="editor")
    assert choose(cast, gathering, cast.jan, house) == 303
    house.refresh_from_db()
    assert house.alias == 1
    assert said_of(cast.ola).alias == 0, "her own words are another voice"
    for bad in ("", "x", "0", "99999"):
        answer = cast.client(cast.jan).post(f"{path}unname/", {"said": bad})
        assert answer.status_code == 404


def test_names_that_change(cast: Cast, gathering: Gathering) -> None:
    note = published(cast, gathering)
    with transaction.atomic():
        User.objects.filter(pk=cast.ola.pk).update(name="Aleksandra W.")
        publish(PersonRenamed(cast.ola.pk))
    assert "Aleksandra W." in page_of(cast, gathering)
    assert "Ola Wrona" not in page_of(cast, gathering)
    note.refresh_from_db()
    assert "Aleksandra W." in note.html
    with transaction.atomic():
        Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
        publish(OrganisationChanged(cast.house.pk))
    assert "Dom Kultury" not in Post.objects.get(gathered=True).body
    note.refresh_from_db()
    assert "Dom Kultury" not in note.html
    version = note.version
    with transaction.atomic():
        publish(OrganisationChanged(cast.house.pk))
    note.refresh_from_db()
    assert note.version == version, "nothing that shows has changed"
    assert [*taken_words(False)] == []


def test_the_api(cast: Cast, gathering: Gathering) -> None:
    def send(who: User, **data: Any) -> int:
        return Client().put(
            f"/api/v1/taken-up/{gathering.pk}/participant", json.dumps(data), content_type="application/json",
            headers={"authorization": f"Bearer {make_token(who)}"},
        ).status_code  # fmt: skip

    assert send(cast.nowa) == 422
    assert send(cast.jan, said=said_of(cast.ewa).pk) == 403
    assert send(cast.jan, said=0) == 404
    assert send(cast.jan) == 204
    assert said_of(cast.jan).alias == 1
    assert send(cast.adam, said=said_of(cast.ewa).pk) == 204
