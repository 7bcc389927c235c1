"""A handle that somebody had stays theirs: old mentions lead to them, and nobody else becomes part of an old
conversation."""

from typing import Any

import pytest

from accounts.actions.erase_account import erase_account, finish_erasures
from accounts.actions.make_member import make_member
from accounts.actions.update_profile import update_profile
from accounts.forms import ProfileForm
from accounts.handles import free_handle
from accounts.models import FormerHandle, User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from kernel.refusals import Invalid
from tests.cast import Cast


def _rename(cast: Cast, who: User, handle: str) -> Any:
    fields = {"name": who.name, "handle": handle, "language": "pl", "bio": "", "organisation": ""}
    return cast.client(who).post("/accounts/settings/", fields)


def test_an_old_mention_leads_to_the_one_it_meant(cast: Cast) -> None:
    topic = start_topic(by=cast.ewa, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    post_reply(by=cast.ewa, topic=topic, body="Pytajcie @ola.")
    assert _rename(cast, cast.ola, "ola.wrona").status_code == 303
    taken = _rename(cast, cast.jan, "ola")
    assert taken.status_code == 422 and "Somebody has this handle." in taken.content.decode()
    assert _rename(cast, cast.jan, "OLA").status_code == 422
    assert User.objects.get(pk=cast.jan.pk).handle == "jan"
    for viewer in (cast.visitor, cast.jan, cast.ewa):
        client = cast.client(viewer)
        assert (
            'href="/people/ola/"'
            in client.get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
        )
        led = client.get("/people/ola/")
        assert (led.status_code, led["Location"]) == (301, "/people/ola.wrona/")
        assert "Ola Wrona" in client.get(led["Location"]).content.decode()
    assert cast.client().get("/people/OLA/")["Location"] == "/people/ola.wrona/"
    assert cast.client().get("/people/olaf/").status_code == 404
    sent = cast.client(cast.jan).post("/accounts/hush/ola/", {"kind": "mute"})
    assert sent.status_code == 409, "what was sent is not done to another page than was seen"


def test_ones_own_is_taken_back_and_leads_nowhere_else(cast: Cast) -> None:
    assert _rename(cast, cast.ola, "ola.wrona").status_code == 303
    cast.ola.refresh_from_db()
    assert _rename(cast, cast.ola, "ola").status_code == 303
    client = cast.client()
    assert client.get("/people/ola/").status_code == 200
    assert client.get("/people/ola.wrona/")["Location"] == "/people/ola/"
    assert FormerHandle.objects.count() == 1


def test_nobody_gets_one_without_choosing_either(cast: Cast) -> None:
    assert _rename(cast, cast.ola, "wrona").status_code == 303
    assert free_handle("Ola") == "ola2"
    made, _made = make_member(email="olka@example.org", name="Ola", password="farbka-i-wapno-3")[:2]
    assert made.handle == "ola2"


def test_who_sent_a_form_that_was_judged_before_is_refused(cast: Cast) -> None:
    """When Jan's form was judged nobody had the handle; until it is saved Ola has had it."""
    fields = {
        "name": "Jan Zubek",
        "handle": "wrona",
        "language": "pl",
        "bio": "",
        "organisation": "",
    }
    form = ProfileForm(fields, instance=User.objects.get(pk=cast.jan.pk))
    assert form.is_valid(), form.errors
    for handle in ("wrona", "ola.wrona"):
        assert _rename(cast, User.objects.get(pk=cast.ola.pk), handle).status_code == 303
    with pytest.raises(Invalid):
        update_profile(by=cast.jan, form=form)
    assert User.objects.get(pk=cast.jan.pk).handle == "jan"
    assert cast.client().get("/people/wrona/")["Location"] == "/people/ola.wrona/"


def test_after_the_erasure_it_is_nobodys(cast: Cast) -> None:
    assert _rename(cast, cast.ola, "wrona").status_code == 303
    erase_account(person=User.objects.get(pk=cast.ola.pk))
    while finish_erasures():
        pass
    rows = list(FormerHandle.objects.all())
    assert len(rows) == 2 and all(row.person is None for row in rows)
    assert not any(word in row.digest for row in rows for word in ("ola", "wrona"))
    for handle in ("ola", "wrona"):
        assert cast.client().get(f"/people/{handle}/").status_code == 404
        assert _rename(cast, cast.jan, handle).status_code == 422
