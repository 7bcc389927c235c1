"""Who sees what of a person's page: field by field."""

import pytest
from django.test import Client

from accounts.models import User
from composing.suggesting import people_and_organisations
from notifications.models import Level, Watch
from taxonomy.models import Region, Tag
from tests.cast import Cast

PROFILE = {"name": "Ola Wrona", "handle": "ola", "language": "pl"}
WORDS = {
    "bio": "Krzesła w kręgu", "organisation": "Pracownia Za Miedzą", "region": "powiat krakowski",
    "contact": "12 345 67 89", "belongs": "Dom Kultury w Brzozówce", "interests": "haft krzyżykowy",
}  # fmt: skip


@pytest.fixture
def ola(cast: Cast) -> Client:
    tag = Tag.objects.create(name=WORDS["interests"], slug="haft-krzyzykowy")
    Watch.objects.create(person=cast.ola, kind="tag", object_id=tag.pk, level=Level.WATCHING)
    return cast.client(cast.ola)


def saved(browser: Client, **more: str) -> None:
    powiat = str(Region.objects.get(code="1206").pk)
    given = {name: WORDS[name] for name in ("bio", "organisation", "contact")}
    sent = browser.post("/accounts/settings/", {**PROFILE, **given, "region": powiat, **more})
    assert sent.status_code == 303, sent.context["form"].errors


def sees(browser: Client) -> set[str]:
    page = browser.get("/people/ola/").content.decode().replace("\u00a0", " ")
    return {name for name, words in WORDS.items() if words in page}


@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize("level", ["nobody", "members", "everybody"])
def test_each_field_has_its_own_audience(cast: Cast, ola: Client, field: str, level: str) -> None:
    others = {f"seen_{name}": "nobody" for name in WORDS}
    saved(ola, open="on", **{**others, f"seen_{field}": level})
    assert sees(ola) == set(WORDS)
    assert sees(cast.client(cast.jan)) == (set() if level == "nobody" else {field})
    wide = {field} if level == "everybody" else set()
    assert sees(cast.client()) == wide
    assert sees(cast.client(cast.nowa)) == wide  # an address that is not confirmed is nobody's word


def test_nothing_is_seen_until_it_is_opened(cast: Cast, ola: Client) -> None:
    saved(ola, **{f"seen_{name}": "everybody" for name in WORDS})
    for who in (cast.jan, cast.marta, None):
        assert sees(cast.client(who)) == set()
    saved(ola, open="on")
    assert sees(cast.client()) == set(WORDS)


def test_a_telephone_number_is_not_for_everybody_by_itself(cast: Cast, ola: Client) -> None:
    saved(ola, open="on")
    assert sees(cast.client()) == set(WORDS) - {"contact"}
    assert sees(cast.client(cast.jan)) == set(WORDS)


def test_what_is_not_seen_is_not_proposed_beside_the_name(cast: Cast, ola: Client) -> None:
    saved(ola, open="on", seen_organisation="members")
    assert people_and_organisations(cast.jan, "ol", "")[0].note == WORDS["organisation"]
    saved(ola, open="on", seen_organisation="nobody")
    assert people_and_organisations(cast.jan, "ol", "")[0].note == ""


def test_interests_and_place_are_not_asked_for_again_by_who_would_help(
    cast: Cast, ola: Client
) -> None:
    saved(ola)
    page = ola.get("/forums/helping/").content.decode()
    assert WORDS["interests"] in page
    assert 'value="1206" selected' in page


@pytest.mark.parametrize(
    "wrong",
    [{"seen_bio": "friends"}, {"seen_bio": "\x00"}, {"contact": "a\x00"}, {"contact": "1" * 300}],
)
def test_a_level_that_there_is_not_is_said(cast: Cast, ola: Client, wrong: dict[str, str]) -> None:
    answer = ola.post("/accounts/settings/", {**PROFILE, **wrong})
    assert answer.status_code == 422
    assert User.objects.get(pk=cast.ola.pk).seen_by == ""
