"""A moderator brings a file in: sends, looks, decides, says yes. Nobody else sees any of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from directory.actions.update_organisation import update_organisation
from directory.importing import background
from directory.models import ImportJob, ImportLine, Membership, Organisation
from directory.start import DATA
from kernel.jobs import work_off
from tests.cast import Cast
from tests.directory.conftest import House, page_of

pytestmark = pytest.mark.django_db(transaction=True)
AT = "/directory/import/"
LIST = (
    "key,name,kind,gmina,locality\n"
    "a:1,Kino Wisła,kino,120611,Skawina\n"
    "a:2,Dom Kultury w Brzozowce,dom_kultury,120611,Brzozówka\n"
    "a:3,,kino,120611,Skawina\n"
)


def send(client: Client, content: bytes | str, name: str = "lista.csv", **more: str) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return client.post(AT, {"file": SimpleUploadedFile(name, body), **more})


def looked(client: Client, content: bytes | str = LIST, **plan: str) -> ImportJob:
    """A file that has been sent and looked through."""
    answer = send(client, content)
    assert answer.status_code == 303, answer.content[:3000]
    address = answer.headers["Location"]
    answer = client.post(f"{address}columns/", {"map": "rynek", **plan})
    assert answer.status_code == 303, answer.content.decode()
    work_off()
    return ImportJob.objects.get(pk=int(address.split("/")[-2]))


def yes(client: Client, job: ImportJob, **more: Any) -> Any:
    job.refresh_from_db()
    return client.post(f"{job.get_absolute_url()}yes/", {"revision": job.revision, **more})


def outcomes(job: ImportJob) -> dict[int, str]:
    return dict(ImportLine.objects.filter(job=job).values_list("line", "outcome"))


def left_files() -> list[str]:
    folder = Path(settings.DATA_DIR) / "imports"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def marta(cast: Cast, region: None) -> Client:
    cast.marta.language = "en"
    cast.marta.save()
    return cast.client(cast.marta)


def test_from_a_file_to_the_directory(cast: Cast, marta: Client) -> None:
    address = send(marta, LIST).headers["Location"]
    page = page_of(marta, address)
    assert "our own export" in page
    marta.post(f"{address}columns/", {"map": "rynek"})
    page = marta.get(address)
    assert page.headers["Refresh"] == "2"
    assert "We look at every line." in page.content.decode()
    work_off()
    job = ImportJob.objects.get()
    page = page_of(marta, address)
    assert outcomes(job) == {2: "new", 3: "doubtful", 4: "wrong"}
    assert "could be Dom Kultury w Brzozówce" in page
    assert "Name: Write something here." in page
    assert "1 new organisation," in page
    assert Organisation.objects.count() == 1, "a look brings nothing"
    assert yes(marta, job).status_code == 303
    assert "all of it or nothing" in page_of(marta, address)
    work_off()
    assert Organisation.objects.get(source_key="a:1").name == "Kino Wisła"
    assert Organisation.objects.count() == 2
    page = page_of(marta, address)
    assert "Brought in: 1 new," in page
    assert "left out" in page
    assert "Kino Wisła" in page_of(cast.client(), "/directory/")
    assert left_files() == [], "the file goes once it is in"


def test_a_second_time_everything_is_the_same(marta: Client, cast: Cast) -> None:
    job = looked(marta)
    yes(marta, job)
    work_off()
    again = looked(marta)
    assert outcomes(again) == {2: "same", 3: "doubtful", 4: "wrong"}
    yes(marta, again)
    work_off()
    assert Organisation.objects.count() == 2
    assert Organisation.objects.get(source_key="a:1").version == 1


def test_a_person_says_what_the_doubtful_are(marta: Client, cast: Cast, house: House) -> None:
    first, second = house("Galeria Pod Lipą"), house("Galeria Pod Bukiem")
    text = (
        "key,name,kind,gmina,locality,summary\n"
        "b:1,Galeria pod Lipą,galeria,120611,Skawina,Nowe słowa\n"
        "b:2,Galeria pod Bukiem,galeria,120611,Skawina,\n"
        "b:3,Kino,kino,120611,Skawina,\n"
        "b:4,Kino,kino,120611,Skawina,\n"
        "b:5,Dom Kultury w Brzozowce,dom_kultury,120611,Brzozówka,\n"
    )
    job = looked(marta, text)
    assert outcomes(job) == {2: "doubtful", 3: "doubtful", 4: "new", 5: "doubtful", 6: "doubtful"}
    page = page_of(marta, job.get_absolute_url())
    assert "If it is the same, " in page
    assert "<ins>Nowe słowa</ins>" in page
    assert 'name="choice-5" value="same"' not in page, "a line of the file is nothing to join yet"
    choices = {"choice-2": "same", "choice-3": "other", "choice-5": "other", "choice-6": ""}
    assert marta.post(f"{job.get_absolute_url()}choices/", choices).status_code == 303
    yes(marta, job)
    work_off()
    job.refresh_from_db()
    assert job.state == "done", job.note
    first.refresh_from_db()
    assert (first.summary, first.source_key) == ("Nowe słowa", "b:1")
    second.refresh_from_db()
    assert second.source_key == ""
    assert Organisation.objects.filter(name="Galeria pod Bukiem", source_key="b:2").exists()
    assert Organisation.objects.filter(name="Kino").count() == 2
    assert dict(ImportLine.objects.filter(job=job).values_list("line", "done")) == {
        2: "changed", 3: "new", 4: "new", 5: "new", 6: "left",
    }  # fmt: skip
    assert outcomes(looked(marta, text))[2] == "same", "the next time it is known"


def test_choices_that_nobody_could_mean(marta: Client, cast: Cast) -> None:
    job = looked(marta, "key,name,gmina\nc:1,Kino,120611\nc:2,Kino,120611\n")
    address = f"{job.get_absolute_url()}choices/"
    assert outcomes(job) == {2: "new", 3: "doubtful"}
    for value in ("same", "x", "x" * 90):
        assert marta.post(address, {"choice-3": value}).status_code == 422
    for pairs in ({"choice-2": "same"}, {"choice-99999": "same"}, {"choice-x": "y"}, {}):
        assert marta.post(address, pairs).status_code == 303
    assert not ImportLine.objects.filter(job=job).exclude(choice="").exists()


def test_a_directory_that_changed_meanwhile_is_noticed(marta: Client, cast: Cast) -> None:
    job = looked(marta)
    other = looked(cast.client(cast.adam))
    yes(cast.client(cast.adam), other)
    work_off()
    assert Organisation.objects.count() == 2
    yes(marta, job)
    work_off()
    job.refresh_from_db()
    assert job.state == "ready"
    page = page_of(marta, job.get_absolute_url())
    assert "The directory has changed since this was looked through: line 2" in page
    assert Organisation.objects.count() == 2
    marta.post(f"{job.get_absolute_url()}again/")
    work_off()
    assert outcomes(job)[2] == "same"
    yes(marta, job)
    work_off()
    job.refresh_from_db()
    assert job.state == "done"


def test_what_an_editor_wrote_meanwhile_is_not_overwritten(marta: Client, cast: Cast) -> None:
    yes(marta, looked(marta))
    work_off()
    job = looked(marta, LIST.replace("Kino Wisła", "Kino Wisełka"))
    cinema = Organisation.objects.get(source_key="a:1")
    Membership.objects.create(organisation=cinema, person=cast.jan, role="editor")
    update_organisation(by=cast.jan, organisation=cinema, fields={"summary": "Nasze"})
    yes(marta, job)
    work_off()
    cinema.refresh_from_db()
    assert (cinema.name, cinema.summary) == ("Kino Wisła", "Nasze")
    assert ImportJob.objects.get(pk=job.pk).state == "ready"


def test_a_yes_counts_once_and_only_for_what_was_seen(marta: Client, cast: Cast) -> None:
    job = looked(marta)
    adam = cast.client(cast.adam)
    page = page_of(adam, job.get_absolute_url())
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    marta.post(f"{job.get_absolute_url()}choices/", {"choice-3": "other"})
    answer = adam.post(f"{job.get_absolute_url()}yes/", {"revision": found[1]})
    assert answer.status_code == 409
    assert "Somebody has changed this import" in answer.content.decode()
    assert adam.post(f"{job.get_absolute_url()}yes/", {"revision": ""}).status_code == 409
    assert yes(marta, job).status_code == 303
    assert yes(adam, job).status_code == 303, "the second is led to the page"
    work_off()
    assert Organisation.objects.count() == 3
    assert yes(adam, job).status_code == 303
    assert marta.post(f"{job.get_absolute_url()}choices/", {"choice-3": ""}).status_code == 409
    assert marta.post(f"{job.get_absolute_url()}remove/").status_code == 409


def test_what_breaks_off_leaves_nothing(marta: Client, cast: Cast, monkeypatch: Any) -> None:
    text = "key,name\n" + "".join(f"d:{n},Dom {'abcdefghij'[n % 10] * 9} {n}\n" for n in range(900))
    job = looked(marta, text)

    def break_off(*args: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(background, "_write_down", break_off)
    yes(marta, job)
    work_off()
    job.refresh_from_db()
    assert job.state == "ready"
    assert "Nothing was brought in" in page_of(marta, job.get_absolute_url())
    assert Organisation.objects.count() == 1
    monkeypatch.undo()
    yes(marta, job)
    work_off()
    assert Organisation.objects.count() == 901


def test_a_list_of_any_columns_is_mapped_by_hand(marta: Client, cast: Cast) -> None:
    text = (
        "Lp;Nazwa;Rodzaj;Powiat;Gmina;Miejscowość;E-mail;Uwagi\r\n"
        "1;Świetlica „Pod Lasem”;świetlica wiejska;krakowski;Skawina;Radziszów;las@example.org;x\r\n"
        "2;Biblioteka;biblioteka;;Nigdzie;Wola;;\r\n"
        "3;Pałac;pałac;;Skawina;Wola;;\r\n"
        "4;Bez rodzaju;;;120611;Wola;;\r\n"
    ).encode("cp1250")
    address = send(marta, text).headers["Location"]
    page = page_of(marta, address)
    assert '<option value="Nazwa" selected>' in page, "usual names are guessed"
    plan = {
        "map": "hand", "kind": "inne", "source": "Wykaz gminy, 2026", "column_name": "Nazwa",
        "column_kind": "Rodzaj", "column_gmina": "Gmina", "column_powiat": "Powiat",
        "column_locality": "Miejscowość", "column_email": "E-mail",
    }  # fmt: skip
    wrong = {**plan, "column_name": ""}
    assert marta.post(f"{address}columns/", wrong).status_code == 422
    assert marta.post(f"{address}columns/", {**plan, "column_name": "=x"}).status_code == 422
    assert marta.post(f"{address}columns/", {**plan, "map": "venues"}).status_code == 422
    marta.post(f"{address}columns/", plan)
    work_off()
    job = ImportJob.objects.get()
    reasons = dict(ImportLine.objects.filter(job=job).values_list("line", "reason"))
    assert outcomes(job)[3] == outcomes(job)[4] == "wrong", reasons
    assert "Nigdzie" in reasons[3]
    assert "pałac" in reasons[4]
    kinds = outcomes(job)
    yes(marta, job)
    work_off()
    job.refresh_from_db()
    assert job.state == "done", (kinds, job.note)
    site = Organisation.objects.get(name="Bez rodzaju")
    assert (site.kind, site.source) == ("inne", "Wykaz gminy, 2026")
    again = looked(marta, text, **plan)
    assert outcomes(again)[5] == "same"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("lista.xlsx", b"PK\x03\x04", "Send a file that ends with"),
        ("lista.csv", b"PK\x03\x04 a workbook", "no text file"),
        ("lista.csv", b"", "empty"),
        ("lista.csv", b"\n\n", "empty"),
        ("lista.csv", b"name,name\na,b\n", "twice"),
        ("lista.csv", b"name\n" * 1_700_000, "larger than 8 MB"),
        ("lista.geojson", b"{", "cannot be read as GeoJSON"),
        ("lista.csv", b"a\0b,name\n1,2\n", "head"),
    ],
    ids=["workbook", "workbook as csv", "empty", "blank", "twice", "large", "json", "nul"],
)
def test_files_that_are_refused_at_the_door(
    marta: Client, name: str, content: bytes, why: str
) -> None:
    answer = send(marta, content, name)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert ImportJob.objects.count() == 0
    assert left_files() == []


def test_one_send_is_one_job(marta: Client) -> None:
    first = send(marta, LIST, key="k" * 32)
    second = send(marta, LIST, key="k" * 32)
    assert first.headers["Location"] == second.headers["Location"]
    assert send(marta, LIST + "x:9,Inny,kino,,\n", key="k" * 32).status_code == 422
    assert len(left_files()) == 1
    job = ImportJob.objects.get()
    file = Path(settings.DATA_DIR) / "imports" / job.file
    assert file.stat().st_mode & 0o077 == 0, "for our own processes alone"
    assert marta.post(f"{job.get_absolute_url()}remove/").status_code == 303
    assert ImportJob.objects.count() == 0
    assert left_files() == []


def test_nobody_but_moderators_sees_that_it_exists(cast: Cast, marta: Client) -> None:
    job = looked(marta)
    strangers = [
        cast.client(),
        *(cast.client(p) for p in (cast.jan, cast.ewa, cast.ola, cast.nowa)),
    ]
    posts = ("columns/", "choices/", "yes/", "again/", "remove/")
    for stranger in strangers:
        assert stranger.get(AT).status_code == 404
        assert send(stranger, LIST).status_code == 404
        for path in ("", "columns/", "report.csv"):
            assert stranger.get(job.get_absolute_url() + path).status_code == 404
        for path in posts:
            assert stranger.post(job.get_absolute_url() + path, {"map": "rynek"}).status_code == 404
    assert ImportJob.objects.count() == 1
    assert "/directory/import/" not in page_of(cast.client(cast.ola), "/directory/")
    assert "/directory/import/" in page_of(marta, "/directory/")
    User.objects.filter(pk=cast.marta.pk).update(verified=False)
    assert send(marta, LIST).status_code == 403
    assert yes(marta, job).status_code == 403


def test_ten_thousand_lines_are_paged_and_reported(marta: Client, cast: Cast) -> None:
    text = "key,name,locality\n" + "".join(
        f"e:{n},Dom {n:05},Wieś {n % 400}\n" for n in range(1_200)
    )
    job = looked(marta, text)
    assert job.size == 1_200
    page = page_of(marta, job.get_absolute_url())
    assert page.count("Dom 000") == 50
    following = re.search(r'href="(\?cursor=[^"]+)" rel="next"', page)
    assert following
    second = page_of(marta, job.get_absolute_url() + following[1])
    assert "Dom 00050" in second
    assert "Dom 00049" not in second
    answer = marta.get(f"{job.get_absolute_url()}report.csv")
    report = b"".join(answer.streaming_content).decode()
    assert report.count("\r\n") == 1_201
    assert report.startswith("\ufeffline,outcome")
    assert (
        page_of(marta, f"{job.get_absolute_url()}?outcome=wrong").count("There are no such lines")
        == 1
    )
    assert marta.get(f"{job.get_absolute_url()}?cursor=x").status_code == 400
    assert page_of(marta, f"{job.get_absolute_url()}?outcome=zzz")


def test_a_report_has_no_formulas(marta: Client) -> None:
    job = looked(marta, "key,name\nf:1,=1+1\nf:2,'=2+2\n")
    report = b"".join(marta.get(f"{job.get_absolute_url()}report.csv").streaming_content).decode()
    assert ",=" not in report
    assert "'=2+2" in report


def test_the_shipped_file_comes_through_the_web_as_by_the_command(marta: Client) -> None:
    content = (DATA / "venues_malopolskie.csv").read_bytes()
    job = looked(marta, content, map="venues")
    yes(marta, job)
    work_off()
    job.refresh_from_db()
    assert job.state == "done"
    assert job.counts["new"] > 300
    assert Organisation.objects.filter(source_key__startswith="pkw:").count() == job.counts["new"]


def test_forgotten_files_go(marta: Client) -> None:
    job = looked(marta)
    background.clear_files()
    assert ImportJob.objects.count() == 1
    ImportJob.objects.filter(pk=job.pk).update(created_at=job.created_at - 2 * background.WAITS)
    background.clear_files()
    assert ImportJob.objects.count() == 0
    assert left_files() == []
