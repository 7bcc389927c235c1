"""Networks: who is in which, as what and in which years; a filter with figures in every view."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from directory.actions.networks import put_in_network
from directory.models import Membership, Network, NetworkPlace, Organisation
from directory.start import ensure_networks
from directory.vocabulary import networks
from directory.vocabulary.fields import clean_fields
from directory.vocabulary.networks import GivenPlace
from kernel.refusals import Invalid
from tests.cast import Cast
from tests.directory.conftest import House, page_of
from tests.directory.test_cost import cost
from tests.directory.test_pages import HOME

LIST = f"{HOME}networks/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped(cast: Cast) -> None:
    ensure_networks()


def test_networks_come_once_and_keep_what_people_have_changed(cast: Cast) -> None:
    codes = set(Network.objects.values_list("code", flat=True))
    assert {"eno", "culture-action-europe", "interpret-europe", "lgd-blisko-krakowa"} <= codes
    Network.objects.filter(code="eno").update(name="Obserwatoria")
    ensure_networks()
    assert Network.objects.count() == len(codes)
    assert Network.objects.get(code="eno").name == "Obserwatoria"


def test_another_region_does_not_get_the_local_ones(cast: Cast) -> None:
    from taxonomy.models import Region

    Network.objects.all().delete()
    Region.objects.filter(code="12").update(code="14")
    ensure_networks()
    assert not Network.objects.filter(code__startswith="lgd").exists()


def test_an_editor_says_in_which_networks_they_are(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    assert "Culture Action Europe" in page_of(ola, LIST)
    sent = {"network": "interpret-europe", "role": "członek", "since": "2012", "until": ""}
    answer = ola.post(LIST, sent)
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    ola.post(LIST, {"network": "encc", "role": "", "since": "2004", "until": "2009"})
    page = page_of(cast.client(), HOME)
    assert "Interpret Europe" in page
    assert "członek" in page
    assert "2012–" in page
    assert "2004–2009 · no longer" in page
    data = json.loads(
        re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)[0]
    )
    assert [one["name"] for one in data["memberOf"]] == ["Interpret Europe"]
    shape = cast.client().get(f"/api/v1/organisations/{cast.house.slug}").json()
    assert [(one["code"], one["since"], one["until"]) for one in shape["networks"]] == [
        ("interpret-europe", 2012, None), ("encc", 2004, 2009),
    ]  # fmt: skip
    assert re.search(r'<option value="interpret-europe"', page_of(ola, LIST)) is None, "only once"


def test_changed_and_taken_back(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    put_in_network(by=cast.ola, organisation=cast.house, network="eno", role="członek", since=2011)
    assert 'value="2011"' in page_of(ola, f"{LIST}eno/")
    version = Organisation.objects.get(pk=cast.house.pk).version
    sent = {"role": "członek", "since": "2011", "until": "2020"}
    assert ola.post(f"{LIST}eno/", sent).status_code == 303
    assert NetworkPlace.objects.values_list("since", "until").get() == (2011, 2020)
    assert ola.post(f"{LIST}eno/", sent).status_code == 303
    assert Organisation.objects.get(pk=cast.house.pk).version == version + 1, (
        "the same changes nothing"
    )
    assert ola.post(f"{LIST}eno/leave/").status_code == 303
    assert not NetworkPlace.objects.exists()
    assert ola.get(f"{LIST}eno/").status_code == 404
    assert ola.post(f"{LIST}eno/leave/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"network": "nie-ma"}, ""), ({"network": ""}, ""), ({"role": "x" * 121}, ""), ({"role": "a\x00"}, "control"),
        ({"since": "1799"}, "Write a year"), ({"since": "dawno"}, "Write a year"), ({"until": "9999"}, "Write a year"),
        ({"since": "2010", "until": "2009"}, "cannot end before it began"),
        ({"since": str(timezone.localdate().year + 1)}, "Write a year"),
    ],
)  # fmt: skip
def test_what_is_wrong_comes_back_as_typed(
    cast: Cast, changes: dict[str, str], reason: str
) -> None:
    sent = {"network": "eno", "role": "członek", "since": "", "until": "", **changes}
    answer = cast.client(cast.ola).post(LIST, sent)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not NetworkPlace.objects.exists()


@pytest.mark.parametrize("who", ["visitor", "jan", "ewa", "nowa"])
def test_outsiders_change_nothing(cast: Cast, who: str) -> None:
    put_in_network(by=cast.ola, organisation=cast.house, network="eno")
    client = cast.client(getattr(cast, who))
    sent = {"network": "encc", "role": "x"}
    for path in ("", "eno/", "eno/leave/"):
        for answer in (client.get(f"{LIST}{path}"), client.post(f"{LIST}{path}", sent)):
            assert answer.status_code in (302, 403, 405), path
    assert NetworkPlace.objects.values_list("network__code", "role").get() == ("eno", "")


# ── the filter ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def members(cast: Cast, house: House) -> list[str]:
    """Names of those who are in ENO now; one has left it, one is hidden, one is in another."""
    eno, cae = Network.objects.get(code="eno"), Network.objects.get(code="culture-action-europe")
    this = timezone.localdate().year
    rows = (
        ("Nadal", eno, None, False), ("Do końca roku", eno, this, False), ("Już nie", eno, this - 1, False),
        ("Schowana", eno, None, True), ("Gdzie indziej", cae, None, False),
    )  # fmt: skip
    for name, network, until, hidden in rows:
        NetworkPlace.objects.create(
            organisation=house(name, hidden=hidden), network=network, until=until
        )
    return ["Do końca roku", "Nadal"]


def test_list_map_and_exports_agree(cast: Cast, members: list[str]) -> None:
    client, query = cast.client(), "?network=eno"
    page = page_of(client, f"/directory/{query}")
    names = re.findall(r'<a class="title" href="[^"]+">([^<]+)</a>', page)
    assert [name.replace("\u00a0", " ") for name in names] == members
    assert "2 organisations" in page
    assert "2 organisations" in page_of(client, f"/directory/map/{query}")
    assert [
        one["name"] for one in client.get(f"/api/v1/organisations{query}").json()["results"]
    ] == members
    body = b"".join(client.get(f"/api/v1/organisations.csv{query}").streaming_content).decode()
    assert sorted(row["name"] for row in csv.DictReader(io.StringIO(body))) == members
    body = b"".join(client.get(f"/api/v1/organisations.geojson{query}").streaming_content).decode()
    features = json.loads(body)["features"]
    assert sorted(one["properties"]["name"] for one in features) == members
    assert features[0]["properties"]["networks"] == ["eno"]


def test_the_facet_says_what_each_would_bring(cast: Cast, members: list[str]) -> None:
    for address in ("/directory/", "/directory/?network=eno", "/directory/map/"):
        page = page_of(cast.client(), address)
        facet = re.search(r"<summary>Networks.*?</details>", page, re.S)
        assert facet is not None
        rows = re.findall(r"<a [^>]*>([^<]+)<span class=\"num\">(\d+)", facet[0])
        assert [(name[:3], number) for name, number in rows] == [("ENO", "2"), ("Cul", "1")], (
            address
        )
    page = page_of(cast.client(), "/directory/?network=eno&kind=muzeum")
    assert "Nothing found" in page
    assert "ENO – European Network" in page, "the filter that is on can be taken off"
    both = page_of(cast.client(), "/directory/?network=eno&network=culture-action-europe")
    assert "3 organisations" in both


def test_what_is_no_network_is_refused(cast: Cast) -> None:
    for address in ("/directory/?network=nie-ma", "/api/v1/organisations?network=nie-ma"):
        assert cast.client().get(address).status_code == 422
    listed = cast.client().get("/api/v1/openapi.json").json()
    names = {one["name"] for one in listed["paths"]["/api/v1/organisations"]["get"]["parameters"]}
    assert "network" in names


def test_the_filter_costs_the_same_for_few_and_many(
    cast: Cast, house: House, members: list[str]
) -> None:
    address, visitor = "/directory/?network=eno", cast.client()
    few = cost(visitor, address)
    eno = Network.objects.get(code="eno")
    for number in range(40):
        NetworkPlace.objects.create(organisation=house(f"Dom {number}"), network=eno)
    assert cost(visitor, address) == few <= 12


# ── files ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "places",
    [
        [], [GivenPlace("eno")], [GivenPlace("eno", "", 2004, 2015), GivenPlace("encc", "pełny członek", None, None)],
        [GivenPlace("eno", "", None, 2015)], [GivenPlace("lgd-blisko-krakowa", "2 głosy", 2019, None)],
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_was_written(places: list[GivenPlace]) -> None:
    shape = [
        {"code": one.network, "role": one.role, "since": one.since, "until": one.until}
        for one in places
    ]
    assert networks.read(networks.written(shape)) == places


def test_export_and_import_take_them_along(cast: Cast, tmp_path: Path) -> None:
    put_in_network(by=cast.ola, organisation=cast.house, network="eno", role="członek", since=2011)
    put_in_network(by=cast.ola, organisation=cast.house, network="encc", since=2004, until=2009)
    Membership.objects.all().delete()
    file = tmp_path / "directory.csv"
    call_command("export_organisations", str(file))
    rows = sorted(NetworkPlace.objects.values_list("network__code", "role", "since", "until"))
    NetworkPlace.objects.all().delete()
    call_command("import_organisations", str(file), "--map", "rynek")
    found = NetworkPlace.objects.values_list("network__code", "role", "since", "until")
    assert sorted(found) == rows
    version = Organisation.objects.get(pk=cast.house.pk).version
    call_command("import_organisations", str(file), "--map", "rynek")
    assert Organisation.objects.get(pk=cast.house.pk).version == version, (
        "a second time changes nothing"
    )
    text = file.read_text(encoding="utf-8").replace("rynek:dom-kultury-w-brzozowce", "nowy:1")
    file.write_text(
        text.replace(cast.house.name, "Teatr Nowy").replace("dom-kultury-w-brzozowce", ""),
        encoding="utf-8",
    )
    call_command("import_organisations", str(file), "--map", "rynek")
    assert NetworkPlace.objects.filter(organisation__source_key="nowy:1").count() == 2


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("nie-ma", "networks: We do not know"), ("ENO!", "networks: write"), ("eno 2010-2005", "networks:"), ("eno; eno", "networks: Each")],
)  # fmt: skip
def test_a_wrong_cell_is_named(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], cell: str, reason: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_text(f"key,name,networks\na:1,Dom,{cell}\n", encoding="utf-8")
    call_command("import_organisations", str(file), "--map", "rynek")
    assert reason in capsys.readouterr().out
    assert Organisation.objects.count() == 1


def test_only_whole_answers_are_taken(cast: Cast) -> None:
    for raw in (
        "eno",
        [("eno",)],
        [GivenPlace("eno", "x" * 121)],
        [GivenPlace("eno", since=1)],
        {"eno": 1},
    ):
        with pytest.raises(Invalid):
            clean_fields({"networks": raw})
