"""Who is named in a room hears of it; pictures and files of messages are for those who may read them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from notifications.models import Notification
from realtime.chat.actions.belong import join_room, mute_room
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.mark_read import mark_read
from realtime.chat.actions.remove_message import remove_message
from realtime.chat.actions.say import say
from realtime.chat.models import Message, Room
from tests.cast import Cast
from tests.composing.conftest import drawn, sent


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def mentioned(cast: Cast) -> list[str]:
    rows = Notification.objects.filter(kind="mention").order_by("person__handle")
    return list(rows.values_list("person__handle", flat=True))


def test_who_is_named_is_told_once_and_led_there(cast: Cast) -> None:
    message, _ = say(by=cast.ola, room=cast.market, body="@jan, `@ewa`, a **@nikt**?")
    assert 'href="/people/jan/"' in message.html and "/people/ewa/" not in message.html
    assert mentioned(cast) == ["jan"]
    told = Notification.objects.get(kind="mention")
    assert (told.url, told.subject) == ("/chat/rynek/?at=1#m1", "Rynek")
    assert "mentioned you" in cast.client(cast.jan).get("/notifications/").content.decode()
    edit_message(by=cast.ola, message=message, body="@jan i @ewa")
    assert mentioned(cast) == ["ewa", "jan"]
    mark_read(by=cast.jan, room=cast.market, seq=2)
    told.refresh_from_db()
    assert told.seen_at is not None


def test_only_who_may_read_it_and_wants_to_hear_is_told(cast: Cast, talk: Room) -> None:
    say(by=cast.marta, room=cast.duty, body="@jan znowu, @adam")
    assert mentioned(cast) == ["adam"]
    join_room(by=cast.ewa, room=cast.market)
    mute_room(by=cast.ewa, room=cast.market, muted=True)
    say(by=cast.ola, room=cast.market, body="@ewa @ola")
    say(by=cast.ola, room=talk, body="@jan @nela słyszy i tak")
    assert mentioned(cast) == ["adam"]


def test_a_house_is_named_for_those_who_edit_its_page_now(cast: Cast) -> None:
    say(by=cast.jan, room=cast.market, body="@dom-kultury-w-brzozowce ma scenę")
    assert mentioned(cast) == ["ola"]


def test_a_file_goes_with_the_form_and_is_for_those_who_read_the_message(
    cast: Cast, talk: Room
) -> None:
    ola = cast.client(cast.ola)
    picture = SimpleUploadedFile("scena.jpg", drawn(), "image/jpeg")
    path = f"/chat/{talk.slug}/say/"
    answer = ola.post(path, {"body": "", "file": picture, "alt": ""})
    assert answer.status_code == 422 and not Message.objects.filter(body__contains="file:").exists()
    picture = SimpleUploadedFile("scena.jpg", drawn(), "image/jpeg")
    answer = ola.post(path, {"body": "Scena", "file": picture, "alt": "Scena z zasłoną"})
    assert answer.status_code == 303
    message = Message.objects.get(room=talk, body__contains="Scena")
    assert 'alt="Scena z zasłoną"' in message.html
    address = message.html.split('src="')[1].split('"')[0]
    assert cast.client(cast.ola).get(address).status_code == 200
    for stranger in (None, cast.jan, cast.ewa, cast.marta):
        assert cast.client(stranger).get(address).status_code == 404
    remove_message(by=cast.ola, message=message)
    assert cast.client(cast.ola).get(address).status_code == 404


def test_a_picture_in_a_public_room_is_everybodys_and_never_anothers(cast: Cast) -> None:
    pk = sent(cast.client(cast.ola), drawn())
    stolen, _ = say(by=cast.jan, room=cast.market, body=f"![moje](file:{pk})")
    assert "<img" not in stolen.html
    message, _ = say(by=cast.ola, room=cast.market, body=f"![Scena](file:{pk})")
    assert cast.client().get(message.html.split('src="')[1].split('"')[0]).status_code == 200
    evil, _ = say(
        by=cast.jan, room=cast.market, body='![x](http://zly.pl/a.png) <img src="/x" alt="x">'
    )
    assert "<img" not in evil.html
