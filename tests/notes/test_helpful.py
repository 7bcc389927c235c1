"""Whether a note helps: counted for everybody, reasons for those who can do something about them."""

import pytest

from kernel.refusals import Refused
from notes.actions.helpful import say_helpful
from notes.helpful.integrity import helpful
from notes.models import PracticeNote
from tests.api.conftest import Caller
from tests.cast import Cast


def test_readers_say_and_its_authors_read_why(cast: Cast, note: PracticeNote) -> None:
    jan, ewa, address = cast.client(cast.jan), cast.client(cast.ewa), f"/notes/{note.slug}/helpful/"
    assert address in jan.get(f"/notes/{note.slug}/").content.decode()
    for _ in range(2):
        assert jan.post(address, {"helped": "yes"}).status_code == 303
    assert ewa.post(address, {"helped": "no", "reason": "Brak listy zgód."}).status_code == 303
    page = cast.client().get(f"/notes/{note.slug}/").content.decode()
    assert "1 person" in page
    assert "Brak listy zgód" not in page
    assert "Brak listy zgód" in cast.client(cast.ola).get(f"/notes/{note.slug}/truth/").content.decode()  # fmt: skip
    assert ewa.post(address, {"helped": "yes"}).status_code == 303
    assert "2 people" in cast.client().get(f"/notes/{note.slug}/").content.decode()
    assert ewa.post(address, {"helped": ""}).status_code == 303
    note.refresh_from_db()
    assert (note.helped_count, note.unhelped_count) == (1, 0)
    assert jan.post(address, {"helped": "perhaps"}).status_code == 422
    assert jan.post(address, {"helped": "no", "reason": "x" * 501}).status_code == 422
    assert [*helpful(False)] == []
    PracticeNote.objects.update(helped_count=7)
    assert len([*helpful(True)]) == 1
    assert [*helpful(False)] == []


def test_who_may(cast: Cast, note: PracticeNote, draft: PracticeNote) -> None:
    for who in (cast.ola, cast.nowa, cast.visitor):
        with pytest.raises(Refused):
            say_helpful(by=who, note=note, helped=True)
    assert cast.client().post(f"/notes/{note.slug}/helpful/", {"helped": "yes"}).status_code == 302
    assert cast.client(cast.jan).post(f"/notes/{draft.slug}/helpful/", {"helped": "yes"}).status_code == 404  # fmt: skip


def test_through_the_api(cast: Cast, note: PracticeNote) -> None:
    jan = Caller(cast.jan)
    assert jan.put(f"notes/{note.slug}/helpful", {"helped": True}).status_code == 204
    assert jan.get(f"notes/{note.slug}").json()["helped"] == 1
    assert jan.put(f"notes/{note.slug}/helpful", {"helped": "może"}).status_code == 422
    assert jan.delete(f"notes/{note.slug}/helpful").status_code == 204
    assert Caller(cast.ola).put(f"notes/{note.slug}/helpful", {"helped": True}).status_code == 403
    assert Caller().put(f"notes/{note.slug}/helpful", {"helped": True}).status_code == 401
