"""Whatever Markdown is written: it comes out inert, in bounded time, and as the preview has shown it."""

import time
from collections.abc import Callable

import pytest

from kernel.markdown import render, render_light
from tests.contracts.callers import Api
from tests.hostile import grammar
from tests.hostile.filling import Filler
from tests.hostile.live import live_parts
from tests.hostile.payloads import LONG, SHORT

pytestmark = pytest.mark.once
CPU = 2.0
"""Seconds of the processor for the longest text on a machine that is slow and shared; what explodes takes far more."""
COUNT = 250 * grammar.ROUNDS
RENDERERS = (render, render_light)


def judged(source: str) -> None:
    for renderer in RENDERERS:
        begun = time.process_time()
        html = renderer(source)
        spent = time.process_time() - begun
        assert spent < CPU, f"{spent:.1f} s for {source[:80]!r}"
        assert live_parts(html) == [], repr(source[:500])
        assert 'href="javascript:' not in html.lower(), source[:300]


def test_drawn_texts_are_inert_and_quick() -> None:
    draw = grammar.chance(1)
    for _ in range(COUNT):
        judged(grammar.markdown(draw))


@pytest.mark.parametrize("nested", [True, False])
def test_what_makes_parsers_slow_does_not(nested: bool) -> None:
    for before, after in grammar.DEEP:
        judged(grammar.repeated(before, after, nested=nested))


def test_every_known_attack_beside_every_other() -> None:
    for first in SHORT:
        for second in LONG:
            judged(f"{first}{second}")
            judged(f"- {first}\n\n{second}")


def test_the_preview_is_what_is_published(planted: Filler, api: Callable[..., Api]) -> None:
    """To the byte, as the topic's page shows it. The API gives the same before spaces are set for print."""
    draw, ola, shown = grammar.chance(2), api("ola"), []
    browser = planted.browser("ola")
    token = str(browser.form("/forums/ogolne/ask/", "title").values["csrfmiddlewaretoken"])
    topic = ola.topic("Podgląd", "Początek")
    for text in [*LONG, *(grammar.markdown(draw)[:4_000] for _ in range(25 * grammar.ROUNDS))]:
        seen = browser.post("/forums/preview/", {"body": text, "csrfmiddlewaretoken": token})
        made = ola.post(f"topics/{topic['id']}/posts", {"body": text})
        if made.status_code != 201:  # blank or with a control character: refused, with the reason
            assert made.status_code == 422, made.text
            assert seen.status_code < 500
            continue
        assert seen.status_code == 200, text
        published = made.json()["html"]
        assert live_parts(published) == []
        assert seen.text.replace("\u00a0", " ").strip() == published.replace("\u00a0", " ").strip()
        shown.append((text, seen.text.strip()))
    pages = "".join(
        browser.get(f"{topic['url']}{number}/", follow_redirects=True).text
        for number in range(1, len(shown) + 2, 10)
    )
    assert len(shown) > 25
    assert [text for text, html in shown if html not in pages] == []
