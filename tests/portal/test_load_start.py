"""load_start: what every new site begins with."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.viewer import Audience
from directory.models import Organisation
from forums.models import Forum
from realtime.chat.models import Room
from taxonomy.models import PracticeArea, Region

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_start", stdout=out)
    return out.getvalue()


def test_a_new_site_has_one_open_forum_one_open_room_and_the_shared_words() -> None:
    said = load()
    assert "ogolne" in said
    assert "rynek" in said
    assert Forum.objects.values_list("slug", "audience").get() == ("ogolne", Audience.PUBLIC)
    assert Room.objects.values_list("slug", "audience", "always_listed").get() == (
        "rynek", Audience.PUBLIC, True,
    )  # fmt: skip
    assert PracticeArea.objects.filter(code="dostepnosc").exists()
    assert Region.objects.filter(level=Region.Level.GMINA).count() > 100
    assert not Organisation.objects.exists()
    assert Client().get("/").status_code == 200
    assert Client().get("/forums/ogolne/").status_code == 200


def test_a_second_time_changes_nothing_that_people_have_changed() -> None:
    load()
    Forum.objects.update(name="Plac")
    PracticeArea.objects.filter(code="teatr").update(name_pl="scena")
    before = (Region.objects.count(), PracticeArea.objects.count(), Room.objects.count())
    load()
    assert Forum.objects.get().name == "Plac"
    assert PracticeArea.objects.get(code="teatr").name_pl == "scena"
    assert (Region.objects.count(), PracticeArea.objects.count(), Room.objects.count()) == before


def test_an_organisation_without_a_room_gets_one() -> None:
    house = Organisation.objects.create(slug="dom", name="Dom")
    load()
    assert Room.objects.get(organisation=house).name == "Dom"
