"""A public note of Ola's and a draft that nobody else may know of."""

import pytest

from notes.actions.write_note import write_note
from notes.models import PracticeNote
from tests.cast import Cast

BODY = "Zdanie **ważne**.\n\n## Dla kogo\n\nDla dzieci.\n\n## Krok po kroku\n\n1. Raz\n\n## Co nie wyszło\n\nNic."


@pytest.fixture
def note(cast: Cast) -> PracticeNote:
    return write_note(
        by=cast.ola, title="Łowienie ryb w bibliotece", body=BODY, summary="Ryby i książki.", tags="ryby, dzieci",
        practices=["teatr"], audiences=["seniorzy"], organisation=cast.house,
    )  # fmt: skip


@pytest.fixture
def draft(cast: Cast) -> PracticeNote:
    return write_note(by=cast.ola, title="Szkic tajny", body="Jeszcze nie.", status="draft")
