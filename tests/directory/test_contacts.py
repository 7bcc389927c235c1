"""Whom to ask: added, changed, put in order and removed by the editors, and told to whom it is for."""

import re

import pytest

from directory.actions.contacts import CONTACTS_LIMIT, add_contact, change_contact
from directory.models import Contact, Organisation
from kernel.refusals import Invalid, Refused
from tests.cast import Cast
from tests.directory.conftest import House, page_of
from tests.directory.test_cost import cost
from tests.directory.test_pages import HOME

LIST = f"{HOME}contacts/"
SENT = {
    "role": "Wynajem sali", "name": "Anna Przykładowa", "name_shown": "people", "phone": "12 345 67 89",
    "phone_shown": "everybody", "email": "sala@example.org", "email_shown": "editors", "key": "k1",
}  # fmt: skip


def make(cast: Cast, role: str = "Warsztaty", **more: object) -> Contact:
    fields = {"role": role, "phone": "12 000 00 00", **more}
    return add_contact(by=cast.ola, organisation=cast.house, fields=fields)


def test_an_editor_adds_one_and_each_sees_their_part(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    assert "Ask the person first." in page_of(ola, LIST)
    sent = ola.post(LIST, SENT)
    assert (sent.status_code, sent["Location"]) == (303, LIST)
    assert ola.post(LIST, SENT).status_code == 303, "sent twice"
    contact = Contact.objects.get()
    assert (contact.name, contact.name_shown, contact.email_shown) == (
        "Anna Przykładowa", "people", "editors",
    )  # fmt: skip
    visitor, jan = page_of(cast.client(), HOME), page_of(cast.client(cast.jan), HOME)
    assert "Wynajem sali" in visitor
    assert "12 345 67 89" in visitor
    assert "Anna" not in visitor
    assert "People whose account is confirmed see more here." in visitor
    assert "Anna Przykładowa" in jan
    assert "seen by people with an account" in jan
    assert "sala@example.org" not in jan
    assert "see more here" not in jan
    mine = page_of(ola, HOME)
    assert "sala@example.org" in mine
    assert "seen by editors and moderators" in mine


def test_it_is_an_edit_of_the_page(cast: Cast) -> None:
    before = Organisation.objects.get(pk=cast.house.pk)
    make(cast)
    after = Organisation.objects.get(pk=cast.house.pk)
    assert after.version == before.version + 1
    assert after.confirmed_at is not None


def test_one_is_asked_about_accessibility(cast: Cast) -> None:
    first = make(cast, "Biuro", for_access=True)
    second = make(cast, "Koordynatorka", email="dostepnosc@example.org", for_access=True)
    first.refresh_from_db()
    assert (first.for_access, second.for_access) == (False, True)
    page = page_of(cast.client(), HOME)
    told = re.search(r"Ask about accessibility:.*?</p>", page, re.S)
    assert told is not None
    assert "Koordynatorka" in told[0]
    assert "dostepnosc@example.org" in told[0]
    change_contact(
        by=cast.ola, contact=first, fields={"role": "Biuro", "phone": "1", "for_access": True}
    )
    second.refresh_from_db()
    assert not second.for_access


def test_a_visitor_is_not_sent_to_somebody_they_cannot_reach(cast: Cast) -> None:
    make(cast, "Koordynatorka", phone_shown="people", for_access=True)
    assert "Ask about accessibility" not in page_of(cast.client(), HOME)
    assert "Ask about accessibility" in page_of(cast.client(cast.jan), HOME)


def test_changed_moved_and_removed(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    first, second = make(cast, "Pierwszy"), make(cast, "Drugi")
    page = page_of(ola, f"{LIST}{second.pk}/")
    assert 'value="Drugi"' in page
    fields = {**SENT, "role": "Drugi, ale inny"}
    assert ola.post(f"{LIST}{second.pk}/", fields).status_code == 303
    assert ola.post(f"{LIST}{second.pk}/up/").status_code == 303
    assert list(Contact.objects.values_list("role", flat=True)) == ["Drugi, ale inny", "Pierwszy"]
    assert page_of(cast.client(), HOME).index("Drugi, ale inny") < page_of(
        cast.client(), HOME
    ).index("Pierwszy")
    ola.post(f"{LIST}{second.pk}/up/")
    assert Contact.objects.first() == second, "the first stays the first"
    assert ola.post(f"{LIST}{first.pk}/remove/").status_code == 303
    assert "Pierwszy" not in page_of(cast.client(), HOME)
    assert ola.post(f"{LIST}{first.pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"role": ""}, ""), ({"role": "x" * 121}, ""), ({"role": "a\u202eb"}, "invisible"),
        ({"name": "x" * 121}, ""), ({"phone": "nie mam"}, "has figures in it"), ({"phone": "1" * 61}, ""),
        ({"email": "anna"}, "not an e-mail address"), ({"email_shown": "all"}, ""), ({"name_shown": ""}, ""),
        ({"name": "", "phone": "", "email": ""}, "Give a name"), ({"name": "a\x00b"}, "control character"),
    ],
)  # fmt: skip
def test_what_is_wrong_comes_back_as_typed(
    cast: Cast, changes: dict[str, str], reason: str
) -> None:
    answer = cast.client(cast.ola).post(LIST, {**SENT, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Correct" in page
    assert reason in page
    if changes.get("role") != "":
        assert 'name="role"' in page
    assert not Contact.objects.exists()
    row = make(cast)
    assert cast.client(cast.ola).post(f"{LIST}{row.pk}/", {**SENT, **changes}).status_code == 422
    row.refresh_from_db()
    assert row.role == "Warsztaty"


def test_there_is_an_end_to_them(cast: Cast) -> None:
    for number in range(CONTACTS_LIMIT):
        make(cast, f"Osoba {number}")
    with pytest.raises(Invalid):
        make(cast, "Jedna za dużo")
    assert cast.client(cast.ola).post(LIST, SENT).status_code == 422
    assert Contact.objects.count() == CONTACTS_LIMIT


def test_the_same_key_with_other_words_is_refused(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    ola.post(LIST, SENT)
    assert ola.post(LIST, {**SENT, "role": "Co innego"}).status_code == 422
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("who", ["visitor", "jan", "ewa", "nowa"])
def test_outsiders_change_nothing_and_see_no_form(cast: Cast, who: str) -> None:
    row = make(cast)
    client = cast.client(getattr(cast, who))
    for path in ("", f"{row.pk}/", f"{row.pk}/remove/", f"{row.pk}/up/"):
        for answer in (client.get(f"{LIST}{path}"), client.post(f"{LIST}{path}", SENT)):
            assert answer.status_code in (302, 403, 405), path
            assert "12 000 00 00" not in answer.content.decode()
    assert list(Contact.objects.values_list("role", flat=True)) == ["Warsztaty"]
    assert f'href="{LIST}"' not in page_of(client, HOME)


def test_another_houses_contact_is_none_of_ours(cast: Cast, house: House) -> None:
    other = house("Inny dom")
    theirs = Contact.objects.create(organisation=other, role="Ich", phone="1")
    ola = cast.client(cast.ola)
    for path in ("", "remove/", "up/"):
        assert ola.post(f"{LIST}{theirs.pk}/{path}", SENT).status_code == 404
    assert ola.get(f"{LIST}{2**62}/").status_code == 404
    with pytest.raises(Refused):
        change_contact(by=cast.ola, contact=theirs, fields=SENT)
    theirs.refresh_from_db()
    assert theirs.role == "Ich"


def test_a_moderator_may_and_a_hidden_house_is_not_there(cast: Cast) -> None:
    assert cast.client(cast.marta).post(LIST, SENT).status_code == 303
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    assert cast.client(cast.ola).get(LIST).status_code == 404


def test_no_text_breaks_out(cast: Cast) -> None:
    make(cast, "<script>alert(1)</script>", name="</script><b>x")
    page = page_of(cast.client(), HOME)
    assert "<script>alert" not in page
    assert "<b>x" not in page


def test_it_costs_the_same_with_one_and_with_many(cast: Cast) -> None:
    make(cast)
    visitor, ola = cast.client(), cast.client(cast.ola)
    few = [cost(visitor, HOME), cost(ola, HOME), cost(ola, LIST)]
    for number in range(CONTACTS_LIMIT - 1):
        make(cast, f"Osoba {number}")
    assert [cost(visitor, HOME), cost(ola, HOME), cost(ola, LIST)] == few
    assert few[0] <= 12
    assert max(few[1:]) <= 18
