"""The same texts in real Chromium: a page in which any of them runs says so, and no policy is ever broken."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile import crawl
from tests.hostile.filling import Filler
from tests.hostile.payloads import SHORT

pytestmark = [pytest.mark.journey, pytest.mark.once]
MOST = {"": 24, "ola": 24, "marta": 14}
"""Pages for each person; every kind once."""
CANARY = """
window.__ran = [];
window.xss = (...what) => window.__ran.push('xss ' + what);
for (const name of ['alert', 'confirm', 'prompt', 'print'])
  window[name] = (...what) => window.__ran.push(name + ' ' + what);
document.addEventListener('securitypolicyviolation', e =>
  window.__ran.push('policy ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));
"""
TOUCH = """() => {
  for (const one of document.querySelectorAll('body *'))
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'focusin', 'pointerover', 'animationstart', 'toggle', 'error', 'load'])
      one.dispatchEvent(new Event(kind, {bubbles: false}));
  return [...window.__ran, ...[...document.querySelectorAll('a[href], form[action], button[formaction], iframe, object, embed')]
    .filter(e => ['javascript:', 'data:', 'vbscript:'].includes(new URL(e.href || e.formAction || e.action || 'http://x/', location).protocol)
      || ['IFRAME', 'OBJECT', 'EMBED'].includes(e.tagName)).map(e => e.outerHTML.slice(0, 200))];
}"""
"""Touches everything, then tells what ran and where a press would lead."""


@pytest.fixture
def context(chromium: Any) -> Iterator[Any]:
    opened = chromium.new_context(locale="pl", reduced_motion="reduce")
    opened.add_init_script(CANARY)
    yield opened
    opened.close()


def test_the_canary_sings(context: Any) -> None:
    """Where nothing holds them back, these very texts do run: what finds nothing below would find them."""
    page = context.new_page()
    page.set_content("<p>x</p>")
    page.evaluate(CANARY)
    for text in SHORT:
        page.evaluate(
            """t => { const d = document.createElement('div'); d.innerHTML = t; document.body.append(d);
            for (const s of d.querySelectorAll('script')) { const n = document.createElement('script');
            n.textContent = s.textContent; document.body.append(n); } }""", text,
        )  # fmt: skip
    page.wait_for_timeout(100)
    ran = page.evaluate(TOUCH)
    assert {f"xss {number}" for number in (1, 2, 4, 6, 7)} <= set(ran), ran


@pytest.mark.parametrize("who", ["", "ola", "marta"])
def test_nothing_runs_in_a_browser(planted: Filler, context: Any, who: str) -> None:
    browser = planted.browser(who)
    if who:
        context.add_cookies(
            [
                {"name": c.name, "value": c.value, "url": planted.base}
                for c in browser.http.cookies.jar
            ]
        )
    foreign: list[str] = []
    context.on("request", lambda asked: foreign.append(asked.url)
               if not asked.url.startswith((planted.base, "data:", "blob:")) else None)  # fmt: skip
    page, wrong, kinds = context.new_page(), [], set()
    for path, _html in crawl.pages(browser, crawl.starts(who, planted), most=MOST[who] * 3):
        kind = crawl.kind_of(path)
        if kind in kinds or len(kinds) >= MOST[who]:
            continue
        kinds.add(kind)
        page.goto(planted.base + path, wait_until="load")
        wrong += [(path, said) for said in page.evaluate(TOUCH)]
    assert wrong == [], wrong[:20]
    assert foreign == []
    assert len(kinds) > 10


def test_what_comes_by_the_socket_is_text(planted: Filler, context: Any) -> None:
    """A second browser watches while hostile words are said."""
    watching = context.new_page()
    watching.goto(f"{planted.base}/chat/rynek/", wait_until="networkidle")
    before = watching.locator("text=kanarek").count()
    ola = planted.browser("ola")
    form = ola.form("/chat/rynek/", "body")
    assert ola.send(form, body=f"kanarek {planted.texts.body(3_000)}").status_code == 303
    watching.wait_for_function(
        "seen => document.body.innerText.split('kanarek').length > seen + 1",
        arg=before,
        timeout=30_000,
    )
    assert watching.evaluate(TOUCH) == []
