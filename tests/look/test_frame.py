"""The frame around every page, the error pages, the account pages and the texts of their mails."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django.fixtures import Settings

from kernel import pages

ROOT = Path(__file__).parents[2]
ERRORS = ["400.html", "403.html", "404.html", "429.html", "500.html", "offline.html"]
ACCOUNT_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/confirm-email/",
]
MAILS = sorted((ROOT / "templates/account/email").glob("*.txt"))


@pytest.fixture(autouse=True)
def _place(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gallery's addresses, and a region that needs no database to be named."""
    settings.ROOT_URLCONF = "tests.look.urls"
    monkeypatch.setattr(pages.region_name, "_answer", lambda: "Beskid & Pogórze")


class Outline(HTMLParser):
    """Elements with their attributes, and ids, of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]


def gallery(client: Client, settings: Settings, language: str = "en") -> str:
    settings.DEBUG = True
    response = client.get("/look/", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def sound(page: str) -> Outline:
    """What every page must keep: no id twice, nothing inline, no reference to what is not there."""
    outline = Outline(page)
    assert len(outline.ids) == len(set(outline.ids)), "an id stands twice"
    for tag, attributes in outline.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
    for attributes in outline.of("script"):
        assert (attributes.get("src") or "").startswith("/static/")
    for name in ("aria-describedby", "aria-labelledby", "for", "form", "aria-controls"):
        for tag, attributes in outline.elements:
            for target in (attributes.get(name) or "").split():
                assert target in outline.ids, f"{tag} {name}={target}"
    return outline


def test_the_gallery_is_sound_in_both_languages(client: Client, settings: Settings) -> None:
    for language in ("pl", "en"):
        outline = sound(gallery(client, settings, language))
        assert outline.of("html")[0]["lang"] == language
        assert len(outline.of("main")) == 1


def test_the_gallery_is_closed_without_debug(client: Client, settings: Settings) -> None:
    settings.DEBUG = False
    assert client.get("/look/").status_code == 404


def test_the_region_is_named_in_the_foot_as_it_is_called(
    client: Client, settings: Settings
) -> None:
    foot = gallery(client, settings).split("<footer")[1]
    assert "Beskid &amp; Pogórze" in foot


def test_the_frame_keeps_the_budget_of_requests(client: Client, settings: Settings) -> None:
    outline = sound(gallery(client, settings))
    sheets = [link for link in outline.of("link") if link.get("rel") == "stylesheet"]
    assert len(sheets) == 1
    assert len(outline.of("script")) <= 3


def test_the_skip_link_comes_first_and_leads_to_main(client: Client, settings: Settings) -> None:
    outline = sound(gallery(client, settings))
    assert outline.of("a")[0]["href"] == "#main"
    assert outline.of("main")[0]["tabindex"] == "-1"


def test_a_visitor_is_asked_to_join_and_a_person_is_named(rf: RequestFactory) -> None:
    class Seen:
        signed_in = moderator = False
        name = handle = avatar = act_token = face = ""
        bell, theme, lang, section = 0, "system", "en", "forums"
        path = "/x/?a=1&b=2"
        body: dict[str, str] = {}

    class Ola(Seen):
        signed_in = True
        name, handle, bell, act_token = "Ola <Nowak>", "ola", 3, "t0ken"
        body = {"data-me": "ola"}

    request = rf.get("/")
    request.user = AnonymousUser()
    with override("en"):
        visitor = render_to_string("404.html", {"frame": Seen(), "site_name": "Rynek"})
        person = render_to_string("404.html", {"frame": Ola(), "site_name": "Rynek"})
    assert "/accounts/signup/" in visitor
    assert "/notifications/" not in visitor
    assert 'href="/moderation/"' not in person
    assert "Ola &lt;Nowak&gt;" in person
    assert 'data-me="ola"' in person
    assert 'data-count="3"' in person
    assert 'aria-current="true">Forum' in person
    assert 'value="/x/?a=1&amp;b=2"' in person
    assert person.count("t0ken") == 1, "the token has one place"
    for page in (visitor, person):
        assert sound(page).of("form")[-1]["id"] == "act"


def test_the_kept_frame_has_each_hole_once(rf: RequestFactory) -> None:
    request = rf.get("/forums/t/1/x/")
    request.user = AnonymousUser()
    parts = pages._frame_parts(request, pages.Frame(request), "js/editor.js js/map.js")
    holes = [part for part in parts if part.startswith("\0")]
    for name in (
        "title",
        "description",
        "canonical",
        "bodyattributes",
        "main",
        "personal",
        "notices",
    ):
        assert holes.count(f"\0{name}") == 1, name
    page = "".join(part for part in parts if not part.startswith("\0"))
    assert pages.BUILD not in page
    assert page.count('<script type="module"') == 3


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_say_what_happened_and_show_a_way_on(client: Client, name: str) -> None:
    response = client.get(f"/look/template/{name}", headers={"accept-language": "en"})
    outline = sound(response.content.decode())
    assert len(outline.of("h1")) == 1
    assert [
        link for link in outline.of("a") if link.get("class", "") and "btn" in (link["class"] or "")
    ]


def test_the_page_of_a_fault_needs_nothing_that_may_be_broken() -> None:
    """It is shown when the database, the session or the frame may be what broke."""
    with override("en"):
        page = render_to_string("500.html")
    assert "Something broke on our side" in page
    assert "rynek.css" in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ACCOUNT_PAGES)
def test_account_pages_are_ours_and_sound(client: Client, address: str) -> None:
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "allauth" not in page
    outline = sound(page)
    labels = {label.get("for") for label in outline.of("label")}
    for field in outline.of("input"):
        if field.get("type") not in ("hidden", "submit"):
            assert field.get("id") in labels or field.get("aria-label"), field


@pytest.mark.django_db
def test_a_refused_form_starts_with_all_its_errors(client: Client) -> None:
    response = client.post(
        "/accounts/login/", {"login": "", "password": ""}, headers={"accept-language": "en"}
    )
    page = response.content.decode()
    outline = sound(page)
    assert "<title>Error:" in re.sub(r"\s+", " ", page)
    assert page.index("summary-error") < page.index('name="login"')
    links = [
        link["href"] for link in outline.of("a") if (link.get("href") or "").startswith("#id_")
    ]
    assert links
    assert all((link or "#")[1:] in outline.ids for link in links)
    for field in outline.of("input"):
        if field.get("aria-invalid"):
            assert field.get("aria-describedby")


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_mails_are_whole_sentences_in_plain_text(mail: Path, language: str) -> None:
    class Site:
        name = domain = "rynek.example.org"

    context = {
        "current_site": Site(), "site_name": "Rynek", "email": "ola+a@example.org", "code": "",
        "activate_url": "https://rynek.example.org/c/?a=1&b=2",
        "signup_url": "https://rynek.example.org/j/",
        "password_reset_url": "https://rynek.example.org/r/?a=1&b=2", 
        "from_email": "a@example.org",
        "to_email": "b@example.org", "deleted_email": "c@example.org", "timestamp": "now", "ip": "::1",
        "user_agent": "Firefox & friends",
    }  # fmt: skip
    with override(language):
        text = render_to_string(f"account/email/{mail.name}", context)
    assert "{" not in text
    assert "%" not in text
    assert "&amp;" not in text
    assert "<" not in text
    if mail.stem.endswith("_subject"):
        assert text.strip()
        assert len(text.strip().splitlines()) == 1
