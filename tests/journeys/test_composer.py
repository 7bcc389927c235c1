"""Writing, in a real browser: pictures, names, drafts, a network that goes and comes back."""

import base64
import re
import uuid
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]
WORDS = "Lipa malowana na płocie"


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def topic_of(one: Walker, mark: str) -> str:
    page = one.go("/forums/ogolne/ask/")
    page.fill("input[name=title]", f"Pisanie {mark}")
    page.fill("textarea[name=body]", "Od czego zacząć?")
    page.check("input[name=kind][value=discussion]")
    page.locator("main form").get_by_role("button", name="Wyślij", exact=True).click()
    page.wait_for_url(re.compile(r"/forums/t/\d+/"))
    return page.url.removeprefix(one.site).split("#")[0]


def paste(page: Page, *, html: str = "", plain: str = "", image: bytes = b"") -> None:
    """What a browser does when somebody pastes."""
    page.locator("textarea[name=body]").focus()
    page.evaluate(
        """([html, plain, image]) => {
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            if (plain) data.setData("text/plain", plain);
            if (image) {
                const bytes = Uint8Array.from(atob(image), (sign) => sign.charCodeAt(0));
                data.items.add(new File([bytes], "image.png", { type: "image/png" }));
            }
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, plain, base64.b64encode(image).decode()],
    )


def send(page: Page) -> None:
    page.click("form[action*=reply] button[type=submit]")


def test_a_pasted_picture_asks_for_its_words(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola = walker("ola")
    page = ola.go(topic_of(ola, mark))
    body = page.locator("textarea[name=body]")
    body.fill("Tak było:")
    paste(page, image=picture())
    words = page.get_by_label("Co widać na obrazie").locator("visible=true")
    expect(words).to_be_focused()
    expect(body).to_have_value(re.compile(r"^Tak było:\n\n!\[\]\(file:\d+\)\n$"))
    send(page)  # without words it stays
    expect(page.get_by_text("Napisz, co widać na obrazie, albo zaznacz")).to_be_visible()
    expect(words).to_be_focused()
    words.fill(WORDS)
    expect(body).to_have_value(re.compile(rf"!\[{WORDS}\]\(file:\d+\)"))
    page.get_by_role("button", name="Podgląd").click()
    preview = page.locator(".editor-look")
    expect(preview.locator("img")).to_have_attribute("alt", WORDS)
    shown = preview.inner_html()
    send(page)
    post = page.locator("article[data-number='2'] .prose")
    expect(post.locator("img")).to_have_attribute("alt", WORDS)
    assert post.inner_html() == shown
    assert (
        post.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    )
    assert ola.errors == []


def test_a_picture_may_be_mere_decoration_and_be_taken_away(walker: Walk) -> None:
    ola = walker("ola")
    page = ola.go(topic_of(ola, uuid.uuid4().hex[:8]))
    body = page.locator("textarea[name=body]")
    body.fill("Ozdoba:")
    page.locator(".editor input[type=file]").set_input_files(
        {"name": "kwiat.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.locator(".editor-files").get_by_text("Tylko ozdoba", exact=True).click()
    expect(body).to_have_value(re.compile(r"!\[-\]\(file:\d+\)"))
    page.locator(".editor-files").get_by_role("button", name=re.compile("Usuń")).click()
    expect(body).not_to_have_value(re.compile("file:"))
    page.locator(".editor input[type=file]").set_input_files(
        {"name": "zly.exe", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00\x03"}
    )
    expect(page.locator(".editor-files .error")).to_contain_text("Nie przyjmujemy plików")


def test_a_name_by_keyboard(walker: Walk) -> None:
    ola = walker("ola")
    page = ola.go(topic_of(ola, uuid.uuid4().hex[:8]))
    body = page.locator("textarea[name=body]")
    body.focus()
    page.keyboard.type("Cześć @mar")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Marta")
    expect(page.locator("[data-said]")).to_contain_text("Podpowiedzi:")
    active = body.get_attribute("aria-activedescendant")
    assert active
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("t")
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(body).to_have_value(re.compile(r"^Cześć @marta[\w.-]* $"))
    page.keyboard.press("Control+Enter")
    link = page.locator("article[data-number='2'] a.mention")
    expect(link).to_have_attribute("href", re.compile("^/people/marta"))
    assert ola.errors == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_tools_are_accessible_while_they_are_open(walker: Walk, width: int) -> None:
    ola = walker("ola", width=width)
    page = ola.page
    page.add_init_script(AXE)
    ola.go("/forums/ogolne/ask/")
    page.locator("textarea[name=body]").fill("")
    page.locator(".editor input[type=file]").set_input_files(
        {"name": "kwiat.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator(".editor-thumb")).to_be_visible()
    page.locator("textarea[name=body]").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" @mar")
    expect(page.get_by_role("option").first).to_be_visible()
    # Nothing of it under the head, which stays where it is.
    page.evaluate("document.querySelector('.editor-bar').scrollIntoView({ block: 'center' })")
    assert _serious(ola) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert ola.errors == []


def test_a_draft_survives_a_reload_and_goes_when_it_is_sent(walker: Walk) -> None:
    ola = walker("ola")
    address = topic_of(ola, uuid.uuid4().hex[:8])
    page = ola.go(address)
    body = page.locator("textarea[name=body]")
    body.fill("Zaczęte zdanie")
    page.reload()
    expect(body).to_have_value("Zaczęte zdanie")
    expect(page.get_by_text("Przywróciliśmy szkic")).to_be_visible()
    # In another browser of hers it comes from the server.
    other = walker("ola").go("/drafts/")
    expect(other.locator("main")).to_contain_text("Zaczęte zdanie")
    other.get_by_role("link", name="Pisz dalej").first.click()
    expect(other.locator("textarea[name=body]")).to_have_value("Zaczęte zdanie")
    page.evaluate("document.activeElement.blur()")
    send(page)
    expect(page.locator("article[data-number='2']")).to_contain_text("Zaczęte zdanie")
    expect(body).to_have_value("")
    page.reload()
    expect(body).to_have_value("")
    page.goto(f"{ola.site}/drafts/")
    expect(page.locator("main")).not_to_contain_text("Zaczęte zdanie")
    assert ola.errors == []


def test_a_draft_of_a_question_keeps_what_was_chosen(walker: Walk) -> None:
    page = walker("ola").go("/forums/ogolne/ask/")
    page.locator("input[name=kind][value=discussion]").check()
    page.locator("input[name=title]").fill("Krzesła na jeden wieczór")
    page.locator("textarea[name=body]").fill("Skąd wziąć sto krzeseł?")
    page.locator("input[name=tags]").fill("krzesła, sala")
    page.locator("select[name=region]").select_option(index=2)
    chosen = page.locator("select[name=region]").input_value()
    page.reload()  # saves on the way
    for fresh in (page, walker("ola").go("/forums/ogolne/ask/")):
        expect(fresh.locator("textarea[name=body]")).to_have_value("Skąd wziąć sto krzeseł?")
        expect(fresh.locator("input[name=kind][value=discussion]")).to_be_checked()
        expect(fresh.locator("input[name=tags]")).to_have_value("krzesła, sala")
        expect(fresh.locator("select[name=region]")).to_have_value(chosen)
    page.get_by_role("button", name="Odrzuć").first.click()


def test_two_devices_offer_each_other_their_drafts(walker: Walk) -> None:
    desk, phone = walker("ola"), walker("ola", width=360)
    address = topic_of(desk, uuid.uuid4().hex[:8])
    found = re.search(r"/t/(\d+)/", address)
    assert found is not None
    reply = f"/forums/topics/{found[1]}/reply/"
    one, two = desk.go(reply), phone.go(reply)
    one.locator("textarea[name=body]").fill("Z biurka")
    two.locator("textarea[name=body]").fill("Z telefonu")
    one.reload()  # saves on the way
    expect(one.locator("textarea[name=body]")).to_have_value("Z biurka")
    two.reload()
    box = two.locator("textarea[name=body]")
    expect(two.get_by_text("Jest też inny Twój szkic")).to_be_visible()
    expect(box).to_have_value("Z telefonu")
    two.get_by_role("button", name="Pokaż tamten").click()
    expect(box).to_have_value("Z biurka")
    two.get_by_role("button", name="Pokaż tamten").click()
    expect(box).to_have_value("Z telefonu")
    two.get_by_role("button", name="Zostaw ten").click()
    expect(two.get_by_text("Jest też inny Twój szkic")).to_be_hidden()


def test_a_draft_of_a_note_ends_in_a_question_where_another_was_first(walker: Walk) -> None:
    ola = walker("ola")
    page = ola.go("/notes/write/")
    page.fill("input[name=title]", f"Lipa {uuid.uuid4().hex[:8]}")
    page.fill("textarea[name=body]", "Początek.\n\nKoniec.")
    page.get_by_role("button", name="Zapisz jako szkic").click()
    page.wait_for_url(re.compile(r"/notes/lipa-"))
    edit = page.url.removeprefix(ola.site) + "edit/"
    one, two = ola.go(edit), walker("ola").go(edit)
    two.fill("textarea[name=body]", "Początek.\n\nKoniec.\n\nDopisane na telefonie.")
    two.get_by_role("button", name="Zapisz jako szkic").click()
    two.wait_for_url(re.compile(r"/notes/lipa-[-\w]+/$"))
    box = one.locator("textarea[name=body]")
    box.fill("Początek z biurka.\n\nKoniec.")
    one.reload()  # saves on the way
    expect(box).to_have_value("Początek z biurka.\n\nKoniec.")
    one.get_by_role("button", name="Zapisz jako szkic").click()
    expect(one.locator("#clash-head")).to_be_visible()
    both = "Początek z biurka.\n\nKoniec.\n\nDopisane na telefonie."
    expect(box).to_have_value(both)
    one.get_by_role("button", name="Zapisz jako szkic").click()
    one.wait_for_url(re.compile(r"/notes/lipa-[-\w]+/$"))
    expect(one.locator("main")).to_contain_text("Początek z biurka.")
    expect(one.locator("main")).to_contain_text("Dopisane na telefonie.")


def test_logged_out_in_another_tab_the_text_stays(walker: Walk) -> None:
    ola = walker("ola")
    address = topic_of(ola, uuid.uuid4().hex[:8])
    page = ola.go(address)
    page.locator("textarea[name=body]").fill("Tego nie chcę stracić")
    ola.context.clear_cookies(name="session")
    send(page)
    page.wait_for_url(re.compile("/accounts/login/"))
    from portal.demo import DEMO_PASSWORD

    page.fill("input[name=login]", "ola@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile("/reply/"))
    expect(page.locator("textarea[name=body]")).to_have_value("Tego nie chcę stracić")
    page.locator("main form button.btn[type=submit]").click()
    expect(page.locator("article[data-number='2']")).to_contain_text("Tego nie chcę stracić")


def test_logging_out_leaves_no_draft_in_the_browser(walker: Walk) -> None:
    ola = walker("ola")
    address = topic_of(ola, uuid.uuid4().hex[:8])
    page = ola.go(address)

    def kept() -> int:
        drafts = "Object.keys(localStorage).filter((key) => key.startsWith('rynek:draft:')).length"
        return int(page.evaluate(drafts))

    def begin() -> None:
        ola.go(address).locator("textarea[name=body]").fill("Na komputerze w bibliotece")
        page.reload()  # saves on the way
        assert kept() == 1

    begin()
    ola.context.clear_cookies(name="session")  # as a log-in that ended by itself
    ola.go("/forums/")
    assert kept() == 1
    ola.log_in("ola")
    begin()
    page.locator("header [data-menu] summary").last.click()
    page.get_by_role("button", name="Wyloguj").click()
    expect(page.locator("header").get_by_role("link", name="Zaloguj się").first).to_be_visible()
    assert kept() == 0
    ola.log_in("ola")
    expect(ola.go("/drafts/").locator("main")).to_contain_text("Na komputerze w bibliotece")
    begin()
    other = walker("ola")
    other.go("/accounts/sessions/").get_by_role("button", name="Wyloguj wszędzie indziej").click()
    ola.go("/forums/")  # no script of ours has run here since
    assert kept() == 0


def test_a_draft_is_not_shown_to_whoever_logs_in_next(walker: Walk) -> None:
    ola = walker("ola")
    address = topic_of(ola, uuid.uuid4().hex[:8])
    page = ola.go(address)
    page.locator("textarea[name=body]").fill("Tylko dla Oli")
    page.goto(f"{ola.site}/forums/")
    ola.context.clear_cookies(name="session")
    ola.log_in("jan")
    page.goto(ola.site + address)
    expect(page.locator("textarea[name=body]")).to_have_value("")


def test_without_a_network_it_waits_and_is_sent_when_it_is_back(walker: Walk) -> None:
    ola = walker("ola")
    page = ola.go(topic_of(ola, uuid.uuid4().hex[:8]))
    page.locator("textarea[name=body]").fill("Wysłane po burzy")
    ola.context.set_offline(True)
    send(page)
    expect(page.locator("[data-said]")).to_contain_text("Wyślemy, gdy sieć wróci")
    expect(page.locator("textarea[name=body]")).to_have_value("Wysłane po burzy")
    ola.context.set_offline(False)
    expect(page.locator("article[data-number='2']")).to_contain_text("Wysłane po burzy")


def test_a_double_click_sends_once(walker: Walk) -> None:
    ola = walker("ola")
    page = ola.go(topic_of(ola, uuid.uuid4().hex[:8]))
    page.locator("textarea[name=body]").fill("Raz")
    page.dblclick("form[action*=reply] button[type=submit]")
    expect(page.locator("article[data-number='2']")).to_contain_text("Raz")
    page.reload()
    assert page.locator("article[data-number]").count() == 2


PASTED = [
    (  # Word
        "<h1>Plan</h1><p class=MsoNormal><b>Noc</b> w <i>bibliotece</i><o:p></o:p></p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·"
        "<span>&nbsp; </span></span><![endif]>latarki</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>koce</p>",
        "# Plan\n\n**Noc** w *bibliotece*\n\n- latarki\n- koce",
    ),
    (  # Google
        '<meta charset="utf-8"><b style="font-weight:normal;"><p><span style="font-weight:700">Ważne</span> '
        '<a href="https://example.org/a">tutaj</a></p><ol><li><p>raz</p></li><li><p>dwa</p></li></ol></b>',
        "**Ważne** [tutaj](https://example.org/a)\n\n1. raz\n2. dwa",
    ),
    (  # LibreOffice
        "<html><head><style>p{color:red}</style></head><body><h2>Koszty</h2><table><tr><td><p>koce</p></td><td><p>40 zł</p></td></tr>"
        "<tr><td>herbata</td><td>12 zł</td></tr></table><ul><li>a<ul><li>b</li></ul></li></ul></body></html>",
        "## Koszty\n\n| koce | 40 zł |\n| --- | --- |\n| herbata | 12 zł |\n\n- a\n   - b",
    ),
    ("<p onclick=x>a*b <script>alert(1)</script><img src=x onerror=alert(1)> <b>c</b></p>", "a\\*b **c**"),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(PASTED)))
def test_what_a_word_processor_copies_becomes_markdown(at: int, walker: Walk) -> None:
    html, wanted = PASTED[at]
    ola = walker("ola")
    page = ola.go("/forums/ogolne/ask/")
    page.locator("textarea[name=body]").fill("")
    paste(page, html=html, plain="co innego")
    expect(page.locator("textarea[name=body]")).to_have_value(wanted)
    assert ola.errors == []


def test_a_wrong_form_comes_back_with_its_words_and_the_focus(walker: Walk) -> None:
    ola = walker("ola")
    page = ola.go("/forums/ogolne/ask/")
    page.fill("input[name=title]", "Czy to zostanie?")
    page.fill("textarea[name=body]", "Każda litera: ąęż")
    page.check("input[name=kind][value=discussion]")
    page.fill("input[name=tags]", "x" * 31)
    page.locator("main form").get_by_role("button", name="Wyślij", exact=True).click()
    expect(page.locator(".summary-error")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value("Każda litera: ąęż")
    # The summary has the focus, and its line leads to the field.
    expect(page.locator(".summary-error")).to_be_focused()
    page.locator(".summary-error a").first.click()
    expect(page.locator("input[name=tags]")).to_be_focused()


def test_without_scripts_all_of_it_is_a_form(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola = walker("ola", scripts=False)
    address = topic_of(ola, mark)
    page = ola.go(address)
    page.fill("textarea[name=body]", "Oto plan @marta")
    page.set_input_files(
        "form[action*=reply] input[name=file]",
        {"name": "lipa.png", "mimeType": "image/png", "buffer": picture()},
    )
    send(page)  # without words for the picture
    expect(page.locator("textarea[name=body]")).to_have_value("Oto plan @marta")
    page.set_input_files(
        "input[name=file]", {"name": "lipa.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.fill("input[name=alt]", WORDS)
    page.locator("main form button.btn[type=submit]").click()
    expect(page.locator(f"img[alt='{WORDS}']")).to_be_visible()
    assert page.locator("article[data-number='2'] a.mention").count() == 1
