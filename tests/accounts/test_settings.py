"""A person's own settings: profile, colours, letters, language."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forums.actions.start_topic import start_topic
from forums.paths import topic_path
from taxonomy.models import Region
from tests.cast import PASSWORD, Cast

PROFILE = {"name": "Ola Wrona", "handle": "ola", "language": "pl", "bio": "", "organisation": ""}


@pytest.fixture
def ola(cast: Cast) -> Client:
    return cast.client(cast.ola)


def test_the_settings_are_for_who_is_logged_in(cast: Cast) -> None:
    answer = cast.client().get("/accounts/settings/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/accounts/settings/"


def test_a_profile_is_saved_and_shown(cast: Cast, ola: Client) -> None:
    powiat = Region.objects.get(code="1206")
    sent = ola.post(
        "/accounts/settings/",
        {**PROFILE, "name": "Ola W.", "handle": "ola.w", "bio": "Prowadzę **klub**.", "open": "on",
         "organisation": "Dom Kultury", "region": powiat.pk},
    )  # fmt: skip
    assert sent.status_code == 303
    assert sent["Location"] == "/people/ola.w/"
    page = cast.client().get("/people/ola.w/").content.decode()
    assert "<strong>klub</strong>" in page
    assert "Dom Kultury" in page
    assert "powiat krakowski" in page
    assert cast.client().get("/people/ola/")["Location"] == "/people/ola.w/"


def test_a_new_organisation_stands_beside_old_posts_at_once(cast: Cast, ola: Client) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Kto ma rzutnik?", body="x")
    path, visitor = topic_path(topic.pk, topic.slug), cast.client()
    assert "Klub Pod Lipą" not in visitor.get(path).content.decode()
    ola.post("/accounts/settings/", {**PROFILE, "organisation": "Klub Pod Lipą"})
    assert "Klub Pod Lipą" in visitor.get(path).content.decode()


def test_what_is_written_in_a_profile_is_made_safe(cast: Cast, ola: Client) -> None:
    ola.post(
        "/accounts/settings/",
        {**PROFILE, "open": "on", "bio": "<script>x</script> [a](javascript:x)"},
    )
    page = cast.client().get("/people/ola/").content.decode()
    assert "<script>x" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"handle": "jan"}, "handle"),
        ({"handle": "JAN"}, "handle"),
        ({"handle": "moderator"}, "handle"),
        ({"handle": "o la"}, "handle"),
        ({"handle": "-ola"}, "handle"),
        ({"handle": ""}, "handle"),
        ({"handle": "a" * 31}, "handle"),
        ({"handle": "ola\x00"}, "handle"),
        ({"handle": "оla"}, "handle"),
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": "O\x07la"}, "name"),
        ({"name": "O\u200bla"}, "name"),
        ({"name": "a" * 40_000}, "name"),
        ({"bio": "b" * 40_000}, "bio"),
        ({"bio": "b\x00"}, "bio"),
        ({"organisation": "x\ny"}, "organisation"),
        ({"language": "de"}, "language"),
        ({"language": ""}, "language"),
        ({"region": "10" * 20}, "region"),
        ({"region": "120611"}, "region"),
        ({"region": "x\x00"}, "region"),
    ],
)
def test_bad_input_comes_back_with_its_reason(
    cast: Cast, ola: Client, wrong: dict[str, str], field: str
) -> None:
    answer = ola.post("/accounts/settings/", {**PROFILE, **wrong})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert b"summary-error" in answer.content
    assert User.objects.get(pk=cast.ola.pk).name == "Ola Wrona"


def test_bytes_that_are_no_text_do_no_harm(cast: Cast, ola: Client) -> None:
    body = b"name=\xed\xa0\x80&handle=ola&language=pl"
    answer = ola.generic(
        "POST", "/accounts/settings/", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (303, 422)


def test_a_handle_somebody_has_is_named_with_a_free_one(cast: Cast, ola: Client) -> None:
    answer = ola.post("/accounts/settings/", {**PROFILE, "handle": "jan"})
    assert "jan2" in answer.content.decode()
    assert User.objects.get(pk=cast.jan.pk).handle == "jan"


def test_nobody_changes_role_or_trust_through_the_form(cast: Cast, ola: Client) -> None:
    ola.post(
        "/accounts/settings/",
        {**PROFILE, "role": "admin", "is_active": "", "verified": "", "email": "x@example.org"},
    )
    fresh = User.objects.get(pk=cast.ola.pk)
    assert (fresh.role, fresh.email, fresh.verified) == ("member", "ola@example.org", True)


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_colours_are_kept_in_a_cookie_and_written_by_the_server(cast: Cast, theme: str) -> None:
    client = cast.client()
    answer = client.post("/accounts/theme/", {"theme": theme, "next": "/about/"})
    assert (answer.status_code, answer["Location"]) == (303, "/about/")
    assert f'data-theme="{theme}"' in client.get("/about/").content.decode()


def test_plain_letters_stay_plain(cast: Cast) -> None:
    client = cast.client()
    client.post("/accounts/theme/", {"face": "plain", "next": "/"})
    assert 'data-face="plain"' in client.get("/about/").content.decode()
    client.post("/accounts/theme/", {"face": "own"})
    assert 'data-face=""' in client.get("/about/").content.decode()


@pytest.mark.parametrize("theme", ["", "purple", "x" * 40_000, "dark\x00", '"><script>'])
def test_colours_that_are_none_change_nothing(cast: Cast, theme: str) -> None:
    client = cast.client()
    assert client.post("/accounts/theme/", {"theme": theme}).status_code == 303
    assert 'data-theme="system"' in client.get("/about/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["https://example.com/", "//example.com/", "/\\example.com", "javascript:x", "\x00/", "/" + "a" * 40_000,
     "/a\r\nSet-Cookie: x=1", "/ł\udcff".encode("utf-8", "replace").decode(), ""],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(cast: Cast, address: str) -> None:
    answer = cast.client().post("/accounts/language/", {"language": "en", "next": address})
    assert answer.status_code == 303
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
    assert len(answer["Location"]) < 10_000
    assert "\n" not in answer["Location"]


def test_the_language_is_the_persons_choice_then_the_browsers_then_polish(cast: Cast) -> None:
    def heading(client: Client) -> str:
        return client.get("/about/")["Content-Language"]

    assert heading(Client(headers={"accept-language": "de"})) == "pl"
    assert heading(Client(headers={"accept-language": "en"})) == "en"
    browser = Client(headers={"accept-language": "en"})
    browser.post("/accounts/language/", {"language": "pl"})
    assert heading(browser) == "pl"
    browser.post("/accounts/language/", {"language": "xx"})
    assert heading(browser) == "pl"


def test_the_language_goes_with_the_person_to_another_browser(cast: Cast) -> None:
    cast.client(cast.ola).post("/accounts/language/", {"language": "en"})
    assert User.objects.get(pk=cast.ola.pk).language == "en"
    other = Client(headers={"accept-language": "pl"})
    other.post("/accounts/login/", {"login": cast.ola.email, "password": "farbka-i-wapno-1"})
    assert other.get("/about/")["Content-Language"] == "en"


@pytest.mark.parametrize("address", ["/accounts/theme/", "/accounts/language/"])
def test_a_link_changes_nothing(cast: Cast, address: str) -> None:
    assert cast.client().get(address).status_code == 405


def test_a_form_of_another_site_is_refused_with_a_page_that_says_so(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(cast.ola)
    answer = client.post("/accounts/settings/", {**PROFILE, "name": "Mallory"})
    assert answer.status_code == 403
    assert "This form has grown old" in answer.content.decode()
    assert User.objects.get(pk=cast.ola.pk).name == "Ola Wrona"


LOOKS = [
    ("contrast", "more"), ("size", "large"), ("size", "larger"), ("motion", "less"),
    ("theme", "dark"), ("face", "plain"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), LOOKS)
def test_a_visitor_chooses_how_pages_look(cast: Cast, name: str, value: str) -> None:
    visitor = cast.client()
    assert f'data-{name}="{value}"' not in visitor.get("/about/").content.decode().split("<body")[0]
    assert visitor.post("/accounts/theme/", {name: value, "next": "/about/"}).status_code == 303
    for path in ("/about/", "/forums/ogolne/", "/accounts/look/"):
        assert f'data-{name}="{value}"' in visitor.get(path).content.decode().split("<body")[0]
    usual = {"face": "own", "size": "usual"}.get(name, "system")
    visitor.post("/accounts/theme/", {name: usual})
    assert f'data-{name}="{value}"' not in visitor.get("/about/").content.decode().split("<body")[0]


def test_the_look_goes_with_the_person_to_another_browser(cast: Cast, ola: Client) -> None:
    ola.post("/accounts/theme/", {"contrast": "more", "size": "larger", "theme": "dark"})
    ola.post("/accounts/theme/", {"size": "large"})
    other = cast.client()
    other.post("/accounts/login/", {"login": cast.ola.email, "password": PASSWORD})
    head = other.get("/forums/ogolne/").content.decode().split("<body")[0]
    for words in ('data-contrast="more"', 'data-size="large"', 'data-theme="dark"'):
        assert words in head
    assert (
        "data-contrast"
        not in cast.client(cast.jan).get("/forums/ogolne/").content.decode().split("<body")[0]
    )


@pytest.mark.parametrize("wrong", ["much", "\x00", '"><script>', "x" * 9000, "system"])
def test_a_look_that_there_is_not_changes_nothing(cast: Cast, ola: Client, wrong: str) -> None:
    for browser in (ola, cast.client()):
        assert browser.post("/accounts/theme/", {"contrast": wrong, "size": wrong}).status_code in (
            303,
            400,
        )
        browser.cookies["size"] = "gross"
        assert "data-size" not in browser.get("/about/").content.decode().split("<body")[0]


KEPT = {**PROFILE, "language": "en", "open": "on", "bio": "Prowadzę klub.", "contact": "123 456"}


@pytest.fixture
def banned(cast: Cast) -> Client:
    """Ola, whose page is open, is stopped for good."""
    client = cast.client(cast.ola)
    client.post("/accounts/settings/", KEPT)
    User.objects.filter(pk=cast.ola.pk).update(
        suspended_until=timezone.now() + timedelta(days=36_500)
    )
    return client


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Marta Lis to złodziejka"), ("handle", "marta-zlodziejka"), ("organisation", "Klub Okna"),
        ("bio", "[Okna](https://okna.example)"), ("contact", "okna.example"), ("seen_contact", "everybody"),
        ("region", "1206"),
    ],
)  # fmt: skip
def test_who_is_suspended_says_nothing_new_on_their_page(
    cast: Cast, banned: Client, field: str, value: str
) -> None:
    given = str(Region.objects.get(code=value).pk) if field == "region" else value
    before = User.objects.values().get(pk=cast.ola.pk)
    answer = banned.post("/accounts/settings/", {**KEPT, field: given})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Your account is paused: what others see of you stays as it is" in page
    assert f'value="{given}"' in page or given in page, "what was typed is not lost"
    after = User.objects.values().get(pk=cast.ola.pk)
    assert {**after, "last_login": None} == {**before, "last_login": None}
    for outsider in (cast.visitor, cast.jan, cast.ewa):
        assert value not in cast.client(outsider).get("/people/ola/").content.decode() or field in (
            "seen_contact", "region",
        )  # fmt: skip


def test_who_is_suspended_opens_no_page(cast: Cast) -> None:
    User.objects.filter(pk=cast.jan.pk).update(
        suspended_until=timezone.now() + timedelta(days=3), bio="Okna", bio_html="<p>Okna</p>"
    )
    fields = {**PROFILE, "name": "Jan Zubek", "handle": "jan", "bio": "Okna", "open": "on"}
    assert cast.client(cast.jan).post("/accounts/settings/", fields).status_code == 422
    assert "<p>Okna</p>" not in cast.client().get("/people/jan/").content.decode()


def test_who_is_suspended_keeps_their_own_choices(cast: Cast, banned: Client) -> None:
    """Also to take away what others see."""
    sent = banned.post(
        "/accounts/settings/",
        {**PROFILE, "language": "en", "bio": "", "contact": "", "seen_bio": "nobody", "written_to_by": "nobody"},
    )  # fmt: skip
    assert sent.status_code == 303
    ola = User.objects.get(pk=cast.ola.pk)
    assert (ola.language, ola.bio, ola.contact, ola.open) == ("en", "", "", False)
    assert ola.written_to_by == "nobody"
    for path in ("/accounts/data/", "/notifications/settings/", "/accounts/sessions/"):
        assert banned.get(path).status_code == 200
