"""Another writer holds the database, as a long import does on SQLite: people read words, not an error."""

from typing import Any

import pytest
from django.db import OperationalError

from tests.cast import Cast


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
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("directory.views.edit.confirm_organisation", refuse)
    ola = cast.client(cast.ola, raise_request_exception=False)
    assert ola.post("/directory/dom-kultury-w-brzozowce/confirm/").status_code == 500
