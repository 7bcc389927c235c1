"""Templates, facts, sections: one box that grows, and one text out of all of them."""

from typing import Any

import pytest

from kernel.refusals import Invalid
from notes.actions.edit_note import edit_note
from notes.actions.write_note import write_note
from notes.integrity import html, revisions
from notes.models import PracticeNote
from notes.structure.kinds import SECTIONS
from tests.cast import Cast
from tests.notes.test_writing import FORM

WHOLE: dict[str, Any] = {
    "title": "Teatr cieni", "body": "Lampa i prześcieradło.", "template": "workshop",
    "facts": {"people": "12–20 osób", "minutes": 90, "cost": "200", "staff": "dwie osoby"},
    "sections": {"steps": "1. Zawieś\n2. Zgaś", "failed": "```\nnie zamknięte", "access": "## Słuch\n\nPętla."},
}  # fmt: skip


def test_the_texts_are_one_with_headings_in_the_note_s_language(cast: Cast) -> None:
    note = write_note(by=cast.ola, **WHOLE)
    found = [note.html.index(f"<h2>{words}</h2>") for words in ("Krok po kroku", "Dostępność", "Co nie wyszło")]  # fmt: skip
    assert found == sorted(found)
    assert "<h3>Słuch</h3>" in note.html
    english = write_note(by=cast.ola, **{**WHOLE, "lang": "en"})
    assert "<h2>Step by step</h2>" in english.html
    assert [*html(False), *revisions(False)] == []
    page = cast.client().get(f"/notes/{note.slug}/").content.decode()
    for words in ("12–20 osób", "1\u00a0h 30\u00a0min", "up to 200\u00a0zł", "dwie osoby"):
        assert words in page


def test_the_search_reads_the_sections(cast: Cast) -> None:
    from search.drain import drain

    write_note(by=cast.ola, **{**WHOLE, "sections": {"risks": "Uwaga na hipopotama."}})
    drain()
    assert "Teatr cieni" in cast.client().get("/search/?q=hipopotam").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("sections", {"nope": "x"}, "sections"), ("sections", ["steps"], "sections"), ("sections", {"steps": 7}, "steps"),
        ("sections", {"steps": "x" * 12_001}, "steps"), ("sections", {"steps": "a\0"}, "steps"), ("facts", {"minutes": "pół"}, "minutes"),
        ("facts", {"minutes": 0}, "minutes"), ("facts", {"minutes": True}, "minutes"), ("facts", {"cost": "7"}, "cost"),
        ("facts", {"cost": ["0"]}, "cost"), ("facts", {"people": "x" * 81}, "people"), ("facts", {"hipopotam": 1}, "facts"),
        ("template", "poem", "template"), ("template", None, "template"), ("sign_url", "javascript:alert(1)", "sign_url"),
        ("captions", "maybe", "captions"), ("based_on", "ftp://x", "based_on"), ("based_on", "nie-ma-takiej", "based_on"),
        ("translation_of", "https://example.org/x", "translation_of"), ("easy", "x" * 32_001, "easy"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(
    cast: Cast, field: str, value: Any, named: str
) -> None:
    with pytest.raises(Invalid) as refused:
        write_note(by=cast.ola, **{**WHOLE, field: value})
    assert list(refused.value.fields) == [named]
    assert not PracticeNote.objects.exists()


def test_writing_starts_from_one_box_and_unfolds_without_a_script(cast: Cast) -> None:
    client = cast.client(cast.ola)
    page = client.get("/notes/write/").content.decode()
    assert 'name="body"' in page
    assert not any(f'name="{name}"' in page for name in (*SECTIONS, "minutes"))
    grown = client.post(
        "/notes/write/", {**FORM, "title": "", "template": "workshop", "unfold": "1"}
    )
    html = grown.content.decode()
    assert grown.status_code == 200
    assert all(f'name="{name}"' in html for name in (*SECTIONS, "minutes", "cost"))
    assert "Krok po kroku." in html
    assert "summary-error" not in html
    assert not PracticeNote.objects.exists()
    sent = client.post(
        "/notes/write/",
        {**FORM, "template": "workshop", "steps": "1. Raz", "minutes": "45", "status": "published"},
    )
    assert sent.status_code == 303
    note = PracticeNote.objects.get()
    assert (note.template, note.sections, note.facts) == ("workshop", {"steps": "1. Raz"}, {"minutes": 45})  # fmt: skip


def test_a_wrong_fact_is_shown_at_its_field(cast: Cast) -> None:
    sent = cast.client(cast.ola).post("/notes/write/", {**FORM, "minutes": "długo"})
    assert sent.status_code == 422
    assert "whole number of minutes" in sent.content.decode()
    assert 'href="#id_minutes"' in sent.content.decode()


def test_another_template_throws_nothing_away(cast: Cast) -> None:
    note = write_note(by=cast.ola, **WHOLE)
    edit_note(by=cast.ola, note=note, template="free")
    page = cast.client(cast.ola).get(f"/notes/{note.slug}/edit/").content.decode()
    assert "1. Zawieś" in page
    assert 'name="risks"' not in page


def test_a_kept_draft_of_a_box_comes_back(cast: Cast) -> None:
    client = cast.client(cast.ola)
    kept = client.post(
        "/drafts/keep/",
        {"place": "note-new-steps", "body": "1. Zacznij", "device": "x", "version": 0},
    )
    assert kept.status_code == 200
    assert "1. Zacznij" in client.get("/notes/write/").content.decode()
    client.post("/notes/write/", {**FORM, "status": "draft"})
    assert "1. Zacznij" not in client.get("/notes/write/").content.decode()
    bad = client.post(
        "/drafts/keep/", {"place": "note-new-nope", "body": "x", "device": "x", "version": 0}
    )
    assert bad.status_code == 422
