"""Practice areas are joined, removed and put back by administrators alone, and every room follows."""

from django.core.management import call_command

from directory.actions.change_card import edit_card
from directory.actions.post_card import post_card
from directory.models import Card
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from place.models import Change
from realtime.chat.models import Room
from taxonomy.former import current_practices, uses_of
from taxonomy.models import PracticeArea
from taxonomy.vocabulary import ensure_vocabulary
from tests.cast import Cast
from tests.forums.conftest import drift


def area(code: str, parent: PracticeArea | None = None) -> PracticeArea:
    return PracticeArea.objects.create(code=code, name_pl=code.title(), name_en=code, parent=parent)


def tagged(cast: Cast, word: PracticeArea) -> tuple[Card, PracticeNote, Room]:
    """A house, a card, a note and a room that have this area."""
    cast.house.practices.add(word)
    card = post_card(
        by=cast.ola, organisation=cast.house, kind="need", title="Sala", practices=[word.code]
    )
    note = write_note(by=cast.ola, title="Noc", body="Tak.", practices=[word.code])
    Room.objects.filter(pk=cast.market.pk).update(practice=word)
    return card, note, Room.objects.get(pk=cast.market.pk)


def test_every_room_moves_what_has_an_area_that_is_joined(cast: Cast) -> None:
    heading, kept, gone = area("sztuki"), area("ceramika"), area("garncarstwo")
    card, note, _room = tagged(cast, gone)
    cast.house.practices.add(kept)
    number = uses_of(gone)
    assert number == 4, (
        "a new kind of thing with practice areas needs its receiver, and its place in this test"
    )
    adam, page = cast.client(cast.adam), f"/setup/words/{gone.pk}/"
    assert "4 things have this area" in adam.get(page).content.decode()
    joining = f"{page}join/"
    assert adam.get(joining).status_code == 200
    for wrong in ("", str(gone.pk), "987654", "x"):
        assert adam.post(joining, {"kept": wrong}).status_code == 422, wrong
    for other in (None, cast.jan, cast.ola, cast.marta):
        assert cast.client(other).post(joining, {"kept": kept.pk}).status_code == 404
        assert cast.client(other).post(f"{page}remove/").status_code == 404
    assert uses_of(gone) == 4
    assert adam.post(joining, {"kept": kept.pk}).status_code == 303
    assert not PracticeArea.objects.filter(code="garncarstwo").exists()
    assert uses_of(kept) == 4
    assert [one.code for one in cast.house.practices.all()] == ["ceramika"]
    visitor = cast.client()
    for address in (
        "/directory/?practice=garncarstwo", "/directory/needs/?practice=garncarstwo", "/api/v1/needs?practice=garncarstwo",
        "/api/v1/organisations?practice=garncarstwo",
    ):  # fmt: skip
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        expected = "Sala" if "needs" in address else cast.house.slug
        assert expected in answer.content.decode(), address
    call_command("search_drain", "--once")
    assert "Noc" in visitor.get("/search/?q=noc&practice=garncarstwo").content.decode()
    edit_card(by=cast.ola, card=card, version=Card.objects.get(pk=card.pk).version, title="Sala", practices=["garncarstwo"])  # fmt: skip
    assert [one.code for one in card.practices.all()] == ["ceramika"]
    again = PracticeNote.objects.get(pk=note.pk)
    assert [one.code for one in again.practices.all()] == ["ceramika"]
    change = Change.objects.get(what="practice:garncarstwo")
    assert change.after == {"joined": "ceramika"} and change.by == cast.adam
    assert "joined with" in adam.get("/setup/history/").content.decode()
    assert drift() == []
    assert adam.post(joining, {"kept": kept.pk}).status_code == 404, "it is gone"
    assert adam.post("/setup/words/new/", {"name_pl": "Garncarstwo", "name_en": "pottery", "position": 1}).status_code == 422  # fmt: skip
    assert adam.post(f"/setup/words/{kept.pk}/join/", {"kept": heading.pk}).status_code == 303
    assert current_practices(["garncarstwo", "ceramika", "inne"]) == ["sztuki", "inne"]


def test_a_heading_is_joined_with_a_heading_and_takes_its_areas_along(cast: Cast) -> None:
    first, second = area("muzyka"), area("dzwiek")
    below, other = area("chor", first), area("radio", second)
    adam, page = cast.client(cast.adam), f"/setup/words/{first.pk}/join/"
    for wrong in (below, other):
        assert adam.post(page, {"kept": wrong.pk}).status_code == 422
    assert adam.post(page, {"kept": second.pk}).status_code == 303
    below.refresh_from_db()
    assert below.parent == second


def test_what_nothing_has_is_removed_and_can_be_put_back(cast: Cast) -> None:
    heading = area("dawne-zawody")
    free, used = area("kowalstwo", heading), area("tkactwo")
    cast.house.practices.add(used)
    adam = cast.client(cast.adam)
    for busy in (heading, used):
        assert "/remove/" not in adam.get(f"/setup/words/{busy.pk}/").content.decode()
        assert adam.post(f"/setup/words/{busy.pk}/remove/").status_code == 303
        assert PracticeArea.objects.filter(pk=busy.pk).exists()
    assert "/remove/" in adam.get(f"/setup/words/{free.pk}/").content.decode()
    assert adam.get(f"/setup/words/{free.pk}/remove/").status_code == 405
    assert adam.post(f"/setup/words/{free.pk}/remove/").status_code == 303
    assert not PracticeArea.objects.filter(code="kowalstwo").exists()
    assert cast.client().get("/directory/?practice=kowalstwo").status_code == 200
    assert adam.post("/setup/words/new/", {"name_pl": "Kowalstwo", "name_en": "x", "position": 1}).status_code == 422  # fmt: skip
    ensure_vocabulary()
    assert not PracticeArea.objects.filter(code="kowalstwo").exists()
    assert "Kowalstwo" in adam.get("/setup/words/").content.decode()
    back = "/setup/words/back/kowalstwo/"
    assert cast.client(cast.marta).post(back).status_code == 404
    assert adam.post(back).status_code == 303
    again = PracticeArea.objects.get(code="kowalstwo")
    assert (again.name_pl, again.parent) == ("Kowalstwo", heading)
    assert adam.post(back).status_code == 404
    ends = Change.objects.filter(what="practice:kowalstwo").order_by("pk")
    assert ends[0].after == {"removed": True}


def test_a_shipped_word_that_was_removed_does_not_come_back(cast: Cast) -> None:
    ensure_vocabulary()
    words = PracticeArea.objects.exclude(pk__in=cast.house.practices.all())
    shipped = words.filter(parent__isnull=False, children=None)[0]
    assert cast.client(cast.adam).post(f"/setup/words/{shipped.pk}/remove/").status_code == 303
    ensure_vocabulary()
    assert not PracticeArea.objects.filter(code=shipped.code).exists()
