"""Every edit of a record stands in its history; an older state can be brought back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.actions.set_access import GivenFact, set_access
from directory.actions.update_organisation import update_organisation
from directory.models import Change, Membership, OldAddress, Organisation, Site
from kernel import pages
from tests.cast import Cast
from tests.directory.conftest import House, page_of
from tests.directory.test_pages import HOME, form_of

HISTORY = f"{HOME}history/"


def change(cast: Cast, **fields: object) -> Change:
    update_organisation(by=cast.ola, organisation=cast.house, fields=fields)
    return Change.objects.latest("pk")


def test_an_edit_writes_what_differs_and_why(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    new = {"summary": "Pracownie i sala kinowa.", "phone": "12 345 67 89", "comment": "Nowy numer"}
    sent = form_of(cast, **new)
    assert ola.post(f"{HOME}edit/", sent).status_code == 303
    made = Change.objects.get()
    assert made.before == {"summary": "Pracownie, scena i sala do wypożyczenia.", "phone": ""}
    assert made.after == {"summary": "Pracownie i sala kinowa.", "phone": "12 345 67 89"}
    assert (made.by, made.comment, made.status) == (cast.ola, "Nowy numer", "applied")
    page = page_of(visitor, HISTORY)
    assert "Nowy numer" in page and "Ola Wrona" in page
    assert "<del>Pracownie, scena" in page or "<del>" in page
    assert "kinowa.</ins>" in page and "In one sentence" in page
    assert "undo/" not in page, "a visitor cannot bring anything back"
    assert HISTORY in page_of(visitor, HOME)


def test_what_is_the_same_writes_nothing_but_the_day(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    for _again in range(3):
        assert ola.post(f"{HOME}confirm/").status_code == 303
    made = Change.objects.get()
    assert list(made.after) == ["confirmed"]
    assert "It is all still right" in page_of(visitor, HISTORY)


def test_words_access_and_place_are_read_as_people_say_them(cast: Cast, visitor: Client) -> None:
    change(
        cast, practices=["teatr"], audiences=["seniorzy"], kind="kino", gmina=None,
        languages=["uk"], description="# Sala\n\nDuża.",
    )  # fmt: skip
    set_access(
        by=cast.ola, organisation=cast.house, access={"winda": GivenFact("yes", "przy wejściu")}
    )
    page = page_of(visitor, HISTORY)
    for words in (
        "theatre",
        "older people",
        "cinema",
        "gmina Skawina",
        "Ukrainian",
        "przy wejściu",
    ):
        assert words in page, words
    assert Change.objects.latest("pk").after["access.winda"]["value"] == "yes"


def test_an_import_names_its_file(cast: Cast, house: House, tmp_path: object) -> None:
    one = house("Biblioteka w Skawinie")
    file = tmp_path / "lista.csv"  # type: ignore[operator]
    file.write_text(
        f"key,slug,name,phone\nrynek:{one.slug},{one.slug},Biblioteka w Skawinie,12 000\n"
    )
    for _again in range(2):
        call_command("import_organisations", str(file), verbosity=0)
    made = Change.objects.get()
    assert (made.by, made.source, made.after) == (None, "lista.csv", {"phone": "12 000"})


def test_who_puts_a_record_in_stands_first(cast: Cast, visitor: Client) -> None:
    sent = {"name": "Nowa", "kind": "inne", "lang": "pl", "precision": "gmina", "key": "k"}
    cast.client(cast.jan).post("/directory/add/", sent)
    page = page_of(visitor, "/directory/nowa/history/")
    assert "Put into the directory" in page and "Jan Zubek" in page


@pytest.mark.parametrize("first", ["hidden", "later"])
def test_a_hidden_point_is_for_editors_alone(cast: Cast, visitor: Client, first: str) -> None:
    """Whether the place was hidden when it was written, or is now."""
    if first == "hidden":
        change(cast, precision="hidden")
        change(cast, street="Tajna", number="7", lon="19.777", lat="49.888")
        change(cast, precision="locality", street="", number="", lon="", lat="")
    else:
        change(cast, street="Tajna", number="7", lon="19.777", lat="49.888")
        change(cast, precision="hidden")
    for outsider in (visitor, cast.client(cast.jan), cast.client(cast.ewa), cast.client(cast.nowa)):
        page = page_of(outsider, HISTORY)
        assert "Tajna" not in page and "19.777" not in page and "49.888" not in page
        assert "not everybody sees" in page
    for inside in (cast.ola, cast.marta):
        assert "Tajna" in page_of(cast.client(inside), HISTORY)


def test_a_private_telephone_is_for_editors_alone(cast: Cast, visitor: Client) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(shown_to={"phone": "editors"})
    change(cast, phone="600 700 800", summary="Inaczej")
    page = page_of(visitor, HISTORY)
    assert "600 700 800" not in page and "Inaczej" in page
    assert "600 700 800" in page_of(cast.client(cast.ola), HISTORY)


def test_a_change_is_undone_field_by_field(cast: Cast) -> None:
    first = change(cast, summary="Źle", phone="1")
    change(cast, phone="2")
    marta = cast.client(cast.marta)
    page = page_of(marta, f"{HISTORY}{first.pk}/undo/")
    assert "changed this once more" in page
    assert page.count("checked>") == 1, "what moved on is not ticked by itself"
    address = f"{HISTORY}{first.pk}/undo/"
    assert marta.post(address, {"names": []}).status_code == 422
    assert marta.post(address, {"names": ["nonsense"]}).status_code == 422
    assert marta.post(address, {"names": ["summary"], "comment": "x" * 301}).status_code == 422
    assert marta.post(address, {"names": ["summary"], "comment": "Pomyłka"}).status_code == 303
    cast.house.refresh_from_db()
    assert (cast.house.summary, cast.house.phone) == (
        "Pracownie, scena i sala do wypożyczenia.",
        "2",
    )
    undone = Change.objects.latest("pk")
    assert (undone.by, undone.comment, list(undone.after)) == (cast.marta, "Pomyłka", ["summary"])


def test_place_words_and_access_come_back(cast: Cast) -> None:
    set_access(by=cast.ola, organisation=cast.house, access={"winda": GivenFact("no", "schody")})
    made = change(cast, gmina=None, lon=None, lat=None, locality="X", practices=["teatr"])
    named = [*made.after]
    cast.client(cast.ola).post(f"{HISTORY}{made.pk}/undo/", {"names": named})
    site = Site.objects.get(organisation=cast.house)
    assert (site.gmina, site.lon, site.locality) == (cast.gmina, 19.82, "Brzozówka")
    assert not cast.house.practices.exists()
    access = Change.objects.filter(after__has_key="access.winda").get()
    cast.client(cast.ola).post(f"{HISTORY}{access.pk}/undo/", {"names": ["access.winda"]})
    assert not site.access.filter(value="no").exists()


def test_further_places_have_a_history_too(cast: Cast, visitor: Client) -> None:
    from django.db import transaction

    from directory.actions.writing import locked_for_editing, touched

    with transaction.atomic():
        locked = locked_for_editing(cast.ola, cast.house)
        branch = Site.objects.create(organisation=locked, position=1, name="Filia", locality="Las")
        touched(locked, confirmed=False)
    made = Change.objects.get()
    assert made.after[f"site.{branch.pk}"]["locality"] == "Las"
    assert "Filia" in page_of(visitor, HISTORY)
    cast.client(cast.ola).post(f"{HISTORY}{made.pk}/undo/", {"names": [f"site.{branch.pk}"]})
    assert not Site.objects.filter(pk=branch.pk).exists()
    gone = Change.objects.latest("pk")
    cast.client(cast.ola).post(f"{HISTORY}{gone.pk}/undo/", {"names": [f"site.{branch.pk}"]})
    assert Site.objects.get(pk=branch.pk).name == "Filia"


def test_strangers_undo_nothing(cast: Cast, visitor: Client) -> None:
    made = change(cast, summary="Nowe")
    address = f"{HISTORY}{made.pk}/undo/"
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        client = cast.client(outsider)
        for method in (client.get, client.post):
            assert method(address, {"names": ["summary"]}).status_code == 403
    assert visitor.post(address, {"names": ["summary"]})["Location"].startswith("/accounts/login/")
    cast.house.refresh_from_db()
    assert cast.house.summary == "Nowe"


def test_a_change_of_another_house_is_not_here(cast: Cast, house: House) -> None:
    other = house("Inny")
    made = change(cast, summary="Nowe")
    marta = cast.client(cast.marta)
    assert marta.get(f"/directory/{other.slug}/history/{made.pk}/undo/").status_code == 404
    assert marta.get(f"{HISTORY}{10**18}/undo/").status_code == 404


def test_the_history_is_turned_by_its_cursor(cast: Cast, visitor: Client) -> None:
    for number in range(25):
        change(cast, summary=f"Zdanie numer {number}.")
    first = page_of(visitor, HISTORY)
    assert "numer 24.</ins>" in first and "numer 0.</ins>" not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert following.startswith("?cursor=")
    assert "In the directory since" in page_of(visitor, HISTORY + following)
    assert visitor.get(f"{HISTORY}?cursor=nonsense").status_code == 400


def test_the_history_costs_the_same_for_many(cast: Cast, visitor: Client, region: None) -> None:
    def cost(client: Client) -> int:
        client.get(HISTORY)
        for store in pages._stores.values():
            store.clear()
        with CaptureQueriesContext(connection) as statements:
            assert client.get(HISTORY).status_code == 200
        return len(statements)

    change(cast, practices=["teatr"], gmina="120611", summary="a")
    ola = cast.client(cast.ola)
    few = cost(visitor), cost(ola)
    for number in range(20):
        Membership.objects.get_or_create(organisation=cast.house, person=cast.jan, role="editor")
        by = cast.jan if number % 2 else cast.ola
        fields = {"summary": f"{number}", "practices": ["teatr"] if number % 2 else []}
        update_organisation(by=by, organisation=cast.house, fields=fields)
    many = cost(visitor), cost(ola)
    assert few[0] <= 12 and few[1] <= 18 and many[0] <= 12 and many[1] <= 18
    assert abs(many[0] - few[0]) <= 1, (few, many)


def test_an_address_that_was_given_up_leads_on(cast: Cast, visitor: Client) -> None:
    OldAddress.objects.create(slug="stary-dom", organisation=cast.house)
    found = visitor.get("/directory/stary-dom/?a=1")
    assert (found.status_code, found["Location"]) == (301, f"{HOME}?a=1")
    assert visitor.get("/directory/stary-dom/history/")["Location"] == HISTORY
    api = visitor.get("/api/v1/organisations/stary-dom")
    assert (api.status_code, api["Location"]) == (
        301,
        "/api/v1/organisations/dom-kultury-w-brzozowce",
    )
    assert visitor.get("/directory/nie-ma/").status_code == 404
    assert cast.client(cast.ola).post("/directory/stary-dom/confirm/").status_code == 409
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    assert visitor.get("/directory/stary-dom/").status_code == 404


def test_the_administration_writes_history_and_keeps_addresses(cast: Cast, visitor: Client) -> None:
    adam = cast.client(cast.adam)
    address = f"/admin/directory/organisation/{cast.house.pk}/change/"
    context = adam.get(address).context
    sent = {"name": "Dom Kultury Brzozówka", "slug": "dk-brzozowka"}
    sets = [one.formset for one in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(one.management_form for one in sets)]
    for field in (
        field for one in [*forms, *(f for s in sets for f in s.initial_forms)] for field in one
    ):
        value, widget = field.value(), field.field.widget
        if hasattr(widget, "widgets"):
            sent |= {f"{field.html_name}_0": "2026-01-01", f"{field.html_name}_1": "10:00:00"}
        elif value not in (None, "", []) and value is not False:
            plain = getattr(widget, "format_value", lambda given: given)(value)
            sent.setdefault(field.html_name, "on" if plain is None else plain)
    answer = adam.post(address, sent)
    assert answer.status_code == 302, [
        answer.context["adminform"].form.errors,
        *(s.formset.errors for s in answer.context["inline_admin_formsets"]),
    ]
    made = Change.objects.get()
    assert (made.by, made.after) == (cast.adam, {"name": "Dom Kultury Brzozówka"})
    assert visitor.get(HOME)["Location"] == "/directory/dk-brzozowka/"
