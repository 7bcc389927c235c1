"""Hours, places, contacts and pictures in the history of a record: read as people read, and taken back."""

import re

import pytest
from django.test import Client

from directory.actions.contacts import add_contact, change_contact
from directory.actions.photos import describe_photo, remove_photo
from directory.actions.set_access import GivenFact, set_access
from directory.models import AccessFact, Change, OpeningPeriod, Organisation, Photo, Site
from tests.cast import Cast
from tests.directory.conftest import House, page_of
from tests.directory.photos import added, own_media

__all__ = ["own_media"]
HOME = "/directory/dom-kultury-w-brzozowce/"
HISTORY, PLACES = f"{HOME}history/", f"{HOME}places/"


def version(cast: Cast) -> str:
    return str(Organisation.objects.get(pk=cast.house.pk).version)


def main(cast: Cast) -> Site:
    return Site.objects.get(organisation=cast.house, position=0)


def undo(client: Client, change: Change, *names: str) -> int:
    return client.post(f"{HISTORY}{change.pk}/undo/", {"names": names}).status_code


def hours(cast: Cast, place: Site, **lines: str) -> None:
    sent = {"version": version(cast), "weeks": "2", "exceptions": "3", **lines}
    answer = cast.client(cast.ola).post(f"{PLACES}{place.pk}/hours/", sent)
    assert answer.status_code == 303, answer.content.decode()[:3000]


@pytest.fixture
def branch(cast: Cast) -> Site:
    """A further place with hours, a fact and words of its own."""
    made = Site.objects.create(
        organisation=cast.house, position=1, name="Filia", locality="Lipowa", gmina=cast.gmina
    )
    AccessFact.objects.create(site=made, attribute="winda", value="yes")
    OpeningPeriod.objects.create(site=made, weekday=6, opens=600, closes=720)
    return made


def test_hours_are_read_as_people_read_them_and_come_back(cast: Cast, visitor: Client) -> None:
    hours(cast, main(cast), w0_d0="9-17", w0_d1="9-17")
    hours(
        cast, main(cast), w0_d0="9-17", w0_d1="10-17", e0_first="2030-12-24", e0_times="nieczynne",
        e0_note="Wigilia", w1_kind="quiet", w1_d2="9-10", hours_note="Dzwonić dwa razy",
    )  # fmt: skip
    made = Change.objects.latest("pk")
    assert set(made.after) == {"hours", "quiet_hours", "hours_note"}
    page = page_of(visitor, HISTORY)
    for words in ("24 December 2030", "Wigilia", "Wednesday 9–10", "Quiet hours", "Dzwonić"):
        assert words in page, words
    assert "Mo-Tu" not in page and "off" not in re.sub(r"<[^>]+>", "", page.split("<main")[1])
    assert undo(cast.client(cast.ola), made, "hours") == 303
    kinds = OpeningPeriod.objects.filter(site__organisation=cast.house).values_list(
        "kind", "closes"
    )
    assert sorted(kinds) == [("open", 1020), ("open", 1020), ("quiet", 600)]
    assert not main(cast).exceptions.exists()
    assert undo(cast.client(cast.ola), made, "quiet_hours", "hours_note") == 303
    assert not OpeningPeriod.objects.filter(kind="quiet").exists()
    assert main(cast).hours_note == ""


def test_another_main_place_is_one_line_and_is_taken_back_whole(
    cast: Cast, visitor: Client, branch: Site
) -> None:
    first, ola = main(cast), cast.client(cast.ola)
    set_access(by=cast.ola, organisation=cast.house, access={"winda": GivenFact("no", "schody")})
    hours(cast, first, w0_d0="9-17")
    ola.post(f"{PLACES}{branch.pk}/main/", {"version": version(cast)})
    made = Change.objects.latest("pk")
    page = page_of(visitor, HISTORY)
    assert page.split('id="change-')[1].count("<dt") == 1, "the rest only says that they changed"
    assert "Main place" in page and "Filia" in page
    form = page_of(ola, f"{HISTORY}{made.pk}/undo/")
    assert re.findall(r'name="names" value="([^"]+)"', form) == ["main.place"]
    # What is said of the old main place meanwhile stays.
    Site.objects.filter(pk=first.pk).update(phone="000 1")
    assert undo(ola, made, "street", f"site.{branch.pk}", f"access.{first.pk}.winda") == 422
    assert undo(ola, made, "main.place") == 303
    assert main(cast).pk == first.pk
    first.refresh_from_db()
    branch.refresh_from_db()
    assert (first.position, first.phone, branch.position) == (0, "000 1", 1)
    assert (first.access.get().note, branch.access.get().value) == ("schody", "yes")
    assert (first.periods.get().weekday, branch.periods.get().weekday) == (0, 6)


def test_a_main_place_that_was_removed_comes_back_with_all_it_had(cast: Cast, branch: Site) -> None:
    first, ola = main(cast), cast.client(cast.ola)
    set_access(by=cast.ola, organisation=cast.house, access={"winda": GivenFact("no", "schody")})
    hours(cast, first, w0_d0="9-17")
    ola.post(f"{PLACES}{first.pk}/remove/", {"version": version(cast)})
    assert main(cast).pk == branch.pk
    assert undo(ola, Change.objects.latest("pk"), "main.place") == 303
    back = main(cast)
    assert (back.pk, back.locality, back.gmina, back.lon) == (
        first.pk,
        "Brzozówka",
        cast.gmina,
        19.82,
    )
    assert (back.access.get().note, back.periods.get().weekday) == ("schody", 0)
    branch.refresh_from_db()
    assert (branch.position, branch.access.get().value, branch.periods.get().weekday) == (
        1,
        "yes",
        6,
    )


def test_a_further_place_comes_back_with_its_hours_and_facts(cast: Cast, branch: Site) -> None:
    ola = cast.client(cast.ola)
    ola.post(f"{PLACES}{branch.pk}/remove/", {"version": version(cast)})
    gone = Change.objects.latest("pk")
    assert undo(ola, gone, *gone.before) == 303
    back = Site.objects.get(pk=branch.pk)
    assert (back.name, back.access.get().value, back.periods.get().weekday) == ("Filia", "yes", 6)


def test_a_place_that_went_to_another_record_is_not_taken_from_there(
    cast: Cast, branch: Site, house: House
) -> None:
    ola, other = cast.client(cast.ola), house("Biblioteka w Lipowej")
    ola.post(f"{PLACES}{branch.pk}/remove/", {"version": version(cast)})
    gone = Change.objects.latest("pk")
    Site.objects.create(pk=branch.pk, organisation=other, position=1, name="Nasza")
    assert undo(ola, gone, f"site.{branch.pk}") == 409
    assert Site.objects.get(pk=branch.pk).organisation == other


def test_where_a_page_is_reviewed_another_main_place_is_not_taken_back(
    cast: Cast, branch: Site
) -> None:
    ola, first = cast.client(cast.ola), main(cast)
    ola.post(f"{PLACES}{branch.pk}/main/", {"version": version(cast)})
    made = Change.objects.latest("pk")
    Organisation.objects.filter(pk=cast.house.pk).update(moderated=True)
    assert undo(ola, made, "main.place") == 403
    assert main(cast).pk == branch.pk
    assert undo(cast.client(cast.marta), made, "main.place") == 303
    assert main(cast).pk == first.pk


def test_facts_of_a_further_place_say_of_which(cast: Cast, visitor: Client, branch: Site) -> None:
    ola = cast.client(cast.ola)
    hours(cast, branch, w0_d0="8-12")
    assert "Opening hours: Filia" in page_of(visitor, HISTORY)
    made = Change.objects.latest("pk")
    assert undo(ola, made, f"hours.{branch.pk}") == 303
    assert branch.periods.get().weekday == 6


def test_a_contact_says_what_became_another_and_not_what_it_is(cast: Cast, visitor: Client) -> None:
    fields = {"role": "Sekretariat", "name": "Zofia Żak", "phone": "600 100 200"}
    contact = add_contact(by=cast.ola, organisation=cast.house, fields=fields)
    change_contact(by=cast.ola, contact=contact, fields={**fields, "phone": "600 999 000"})
    page = page_of(visitor, HISTORY)
    assert "another number" in page
    assert "600 999" not in page and "600 100" not in page and "Zofia" not in page
    assert not re.search(r"\[[0-9a-f]{4}\]", page)


@pytest.mark.usefixtures("own_media")
def test_pictures_stand_in_the_history_and_their_words_come_back(
    cast: Cast, visitor: Client, branch: Site
) -> None:
    photo = added(cast, alt="Scena przed remontem", site=branch.pk)
    assert "Scena przed remontem" in page_of(visitor, HISTORY)
    assert "Filia" in page_of(visitor, HISTORY)
    describe_photo(by=cast.ola, photo=photo, alt="Scena po remoncie", credit="J. K.", site=None)
    made = Change.objects.latest("pk")
    assert made.after == {
        f"photo.{photo.pk}": {
            "kind": "photo", "alt": "Scena po remoncie", "credit": "J. K.", "site": None,
        }
    }  # fmt: skip
    before = Organisation.objects.get(pk=cast.house.pk).version
    assert undo(cast.client(cast.ola), made, f"photo.{photo.pk}") == 303
    photo.refresh_from_db()
    assert (photo.alt, photo.credit, photo.site) == ("Scena przed remontem", "", branch)
    assert Organisation.objects.get(pk=cast.house.pk).version == before + 1
    remove_photo(by=cast.ola, photo=photo)
    gone = Change.objects.latest("pk")
    assert gone.after == {f"photo.{photo.pk}": None}
    assert undo(cast.client(cast.ola), gone, f"photo.{photo.pk}") == 422, "its file is gone"
    assert f"history/{gone.pk}/undo/" not in page_of(cast.client(cast.ola), HISTORY)
    assert not Photo.objects.exists()


def test_outsiders_take_nothing_back(cast: Cast, visitor: Client, branch: Site) -> None:
    cast.client(cast.ola).post(f"{PLACES}{branch.pk}/main/", {"version": version(cast)})
    made = Change.objects.latest("pk")
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert undo(cast.client(outsider), made, "main.place") == 403
    assert undo(visitor, made, "main.place") == 302
    assert main(cast).pk == branch.pk
