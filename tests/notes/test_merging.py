"""Two people change a note at once: nothing of either is lost, and nothing is saved unseen."""

import pytest

from kernel.merging import merge
from notes.actions.edit_note import edit_note
from notes.models import PracticeNote
from tests.cast import Cast
from tests.notes.test_coauthors import together
from tests.notes.test_writing import FORM

BASE = "Raz.\n\nDwa.\n\nTrzy."


@pytest.mark.parametrize(
    ("theirs", "mine", "text", "clashes"),
    [
        (BASE, "Raz!\n\nDwa.\n\nTrzy.", "Raz!\n\nDwa.\n\nTrzy.", ()),
        ("Raz.\n\nDwa.\n\nTrzy!", BASE, "Raz.\n\nDwa.\n\nTrzy!", ()),
        ("Raz!\n\nDwa.\n\nTrzy.", "Raz.\n\nDwa.\n\nTrzy!", "Raz!\n\nDwa.\n\nTrzy!", ()),
        ("A.\n\nDwa.\n\nTrzy.", "B.\n\nDwa.\n\nTrzy.", "A.\n\nB.\n\nDwa.\n\nTrzy.", (("A.", "B."),)),
        ("x", "x", "x", ()),
        ("", "B.\n\nDwa.\n\nTrzy.", "B.\n", (("", "B."),)),
    ],
)  # fmt: skip
def test_three_texts_become_one(theirs: str, mine: str, text: str, clashes: object) -> None:
    found = merge(BASE, theirs, mine)
    assert (found.text, found.clashes) == (text, clashes)


@pytest.mark.parametrize(
    ("theirs", "mine", "text", "clashes"),
    [
        ("Raz.\n\nDwa.\n\nNowe.", "Raz.\n\nDwa.", "Raz.\n\nDwa.\n\nNowe.", ()),
        ("Raz.\n\nDwa.", "Raz.\n\nDwa.\n\nNowe.", "Raz.\n\nDwa.\n\nNowe.", ()),
        ("Raz.\n\nA.\n\nTrzy.", "Raz.\n\nB.\n\nTrzy.", "Raz.\n\nA.\n\nB.\n\nTrzy.", (("A.", "B."),)),
        ("A.\n\nB.", "C.\n\nD.", "A.\n\nB.\n\nC.\n\nD.", (("A.\n\nB.", "C.\n\nD."),)),
    ],
)  # fmt: skip
def test_without_a_base_every_paragraph_of_both_stays(theirs: str, mine: str, text: str, clashes: object) -> None:  # fmt: skip
    found = merge(None, theirs, mine)
    assert (found.text, found.clashes) == (text, clashes)


def test_monsters_are_not_compared_line_by_line() -> None:
    found = merge("a\n" * 4_000, "b\n" * 4_000, "c\n" * 4_000)
    assert found.text.startswith("b\n")
    assert found.text.endswith("c\n")


@pytest.fixture
def shared(cast: Cast, note: PracticeNote) -> PracticeNote:
    together(cast, note)
    edit_note(by=cast.ola, note=note, body=BASE, sections={"failed": "Nic."}, tags="a, b")
    return note


def state(note: PracticeNote, number: int) -> int:
    """What a form or a program has seen that knows this revision as the newest."""
    row = note.revisions.filter(number=number).first()
    return row.pk if row is not None else 10**9


def send(cast: Cast, note: PracticeNote, seen: int = 2, **more: str) -> tuple[int, str]:
    data = {
        **FORM,
        "title": note.title,
        "tags": "a, b",
        "failed": "Nic.",
        "seen": str(state(note, seen)),
        **more,
    }
    answer = cast.client(cast.ola).post(
        f"/notes/{note.slug}/edit/", {**data, "status": "published"}
    )
    return answer.status_code, answer.content.decode()


def box(html: str, name: str) -> str:
    import html as words

    found = html.split(f'name="{name}"', 1)[1].split("</textarea>", 1)[0].split(">\n", 1)[1]
    return words.unescape(found)


def test_what_does_not_touch_is_together_and_waits_for_a_look(cast: Cast, shared: PracticeNote) -> None:  # fmt: skip
    edit_note(by=cast.jan, note=shared, body=BASE.replace("Trzy.", "Trzy i pół."), tags="a, b, c")
    status, html = send(cast, shared, body=BASE.replace("Raz.", "Najpierw."), tags="b")
    assert status == 409
    assert box(html, "body") == "Najpierw.\n\nDwa.\n\nTrzy i pół."
    assert 'value="b, c"' in html
    assert f'name="seen" value="{state(shared, 3)}"' in html
    shared.refresh_from_db()
    assert "Najpierw" not in shared.body
    assert send(cast, shared, seen=3, body=box(html, "body"))[0] == 303
    shared.refresh_from_db()
    assert shared.body == "Najpierw.\n\nDwa.\n\nTrzy i pół."


def test_both_texts_are_kept_where_they_clash(cast: Cast, shared: PracticeNote) -> None:
    edit_note(by=cast.jan, note=shared, title="Tytuł Jana", body=BASE.replace("Dwa.", "Jan."), sections={"failed": "Jan nie."})  # fmt: skip
    status, html = send(cast, shared, title="Tytuł Oli", body=BASE.replace("Dwa.", "Ola."), failed="Ola nie.", comment="mój")  # fmt: skip
    assert status == 409
    assert box(html, "body") == "Raz.\n\nJan.\n\nOla.\n\nTrzy."
    assert box(html, "failed") == "Jan nie.\n\nOla nie."
    assert 'value="Tytuł Oli"' in html
    assert "Tytuł <del>" in html or "Jana</ins>" in html
    for name in ("title", "body", "failed"):
        assert f'href="#id_{name}"' in html
    assert 'value="mój"' in html
    assert "Ola nie." in html.split("Your text as you sent it")[1]


def test_a_draft_of_two_is_not_written_over(cast: Cast, draft: PracticeNote) -> None:
    together(cast, draft)
    seen = str(state(draft, 1))
    edit_note(by=cast.jan, note=draft, body="Jan był pierwszy.")
    answer = cast.client(cast.ola).post(
        f"/notes/{draft.slug}/edit/", {**FORM, "body": "Ola też.", "seen": seen, "status": "draft"}
    )
    assert answer.status_code == 409
    assert box(answer.content.decode(), "body") == "Jan był pierwszy.\n\nOla też."


def test_a_start_that_nobody_keeps_clashes_everywhere(cast: Cast, shared: PracticeNote) -> None:
    status, html = send(cast, shared, seen=77, body="Zupełnie inaczej.")
    assert status == 409
    assert "Raz." in box(html, "body")
    assert "Zupełnie inaczej." in box(html, "body")


def test_the_api_says_409(cast: Cast, shared: PracticeNote) -> None:
    from tests.api.conftest import Caller

    ola = Caller(cast.ola)
    assert (
        ola.patch(f"notes/{shared.slug}", {"body": "x", "seen": state(shared, 1)}).status_code
        == 409
    )
    newest = ola.get(f"notes/{shared.slug}/revisions").json()["results"][0]["id"]
    done = ola.patch(f"notes/{shared.slug}", {"sections": {"steps": "1. A"}, "seen": newest})
    assert done.status_code == 200
    assert (done.json()["waiting"], done.json()["revision"]) == (False, 3)
    again = {"summary": "Dalej.", "seen": done.json()["seen"]}
    assert ola.patch(f"notes/{shared.slug}", again).status_code == 200
    assert ola.patch(f"notes/{shared.slug}", {"sections": {"nope": "x"}}).status_code == 422
    assert ola.patch(f"notes/{shared.slug}", {"nope": "x"}).status_code in (200, 422)
    assert Caller(cast.ewa).patch(f"notes/{shared.slug}", {"body": "x"}).status_code == 403
