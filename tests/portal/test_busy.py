"""Another writer holds the database, as a long import does on SQLite: people read words, not an error."""

from typing import Any

import pytest
from django.db import OperationalError

from forums.models import Topic
from tests.cast import PASSWORD, Cast
from tests.contracts.callers import form_with
from tests.contracts.dom import Page


@pytest.fixture
def _held(monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite says after it has waited in vain; a held file would make each test wait as long."""

    def refuse(*args: Any, **options: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("directory.views.edit.confirm_organisation", refuse)
    monkeypatch.setattr("api.views.organisations.organisation_for", refuse)


@pytest.mark.usefixtures("_held")
def test_who_writes_meanwhile_is_asked_to_try_again(cast: Cast) -> None:
    answer = cast.client(cast.ola).post("/directory/dom-kultury-w-brzozowce/confirm/")
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    assert "Something large is being written just now" in answer.content.decode()
    answer = cast.client().get("/api/v1/organisations/dom-kultury-w-brzozowce")
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    assert answer.json()["code"] == "busy"


def test_other_errors_of_the_database_stay_errors(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise OperationalError("no such function: soundex")

    monkeypatch.setattr("directory.views.edit.confirm_organisation", refuse)
    ola = cast.client(cast.ola, raise_request_exception=False)
    assert ola.post("/directory/dom-kultury-w-brzozowce/confirm/").status_code == 500


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (FULL, 507, "skończyło się miejsce"),
        (OperationalError("database is locked"), 503, "Właśnie zapisujemy coś dużego"),
        (OperationalError("unable to open database file"), 503, "nie może teraz sięgnąć do swojej bazy"),
    ],
    ids=["full", "busy", "away"],
)  # fmt: skip
def test_what_was_typed_goes_back_whole_and_can_be_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str
) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise error

    browser = cast.client(cast.ola)
    browser.cookies["language"] = "pl"
    ours = form_with(
        Page(browser.get("/forums/ogolne/ask/").content.decode()), "title", "/forums/ogolne/ask/"
    )
    sent = {
        **ours.values,
        "title": "Jak <b>to</b>?",
        "body": 'Pierwszy wiersz "z" </textarea>\n\nDrugi.',
    }
    with monkeypatch.context() as broken:
        broken.setattr("forums.views.ask.submit_topic", refuse)
        answer = browser.post("/forums/ogolne/ask/", sent)
    page = answer.content.decode()
    assert answer.status_code == status and int(answer["Retry-After"]) > 0
    assert words in page.replace("\u00a0", " ")
    assert "no-store" in answer.get("Cache-Control", "") or "private" in answer.get(
        "Cache-Control", ""
    )
    again = form_with(Page(page), "body", "")
    assert again.action == "/forums/ogolne/ask/"
    assert {name: again.values[name] for name in sent} == sent
    assert browser.post(again.action, again.values).status_code == 303
    assert Topic.objects.get(title="Jak <b>to</b>?").posts.get().body == sent["body"]


def test_a_password_is_not_shown_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise FULL

    monkeypatch.setattr("accounts.guarding.count_try", refuse)
    answer = cast.client().post(
        "/accounts/login/", {"login": "ola@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 507
    assert (
        PASSWORD not in answer.content.decode() and "ola@example.org" not in answer.content.decode()
    )
