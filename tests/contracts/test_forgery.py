"""Nobody does anything in another's name: forged forms, links that change things, addresses that lead
away, fields that nobody offered."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.contracts.callers import Api, Browser, form_with
from tests.contracts.dom import Form, Page
from tests.contracts.house import House

HARMLESS = ("/accounts/theme/", "/accounts/language/")
"""Colours and language: a visitor, who has no token, may choose them too."""
AWAY = (
    "http://zly.example/", "//zly.example/", "///zly.example", "////zly.example", "/\\zly.example", "\\\\zly.example",
    "https:zly.example", "http:///zly.example", "javascript:alert(1)", "data:text/html,x", "//zly.example\\@127.0.0.1/",
    "http://127.0.0.1@zly.example/", "/\t/zly.example", "/\n/zly.example", " //zly.example", "\x01//zly.example", "ftp://zly.example",
    "http:zly.example", "//127.0.0.1.zly.example/", "x" * 5_000, "/" + "x" * 10_000, "http://[::1", "http://[", "http://]/", "http://localhost/", "http://127.0.0.1:1/", "/ok\r\nSet-Cookie: zly=1", "\u2028//zly.example",
)  # fmt: skip


@pytest.fixture(scope="module")
def scene(ola: Api, jan: Api, market: int, organisation: str) -> dict[str, Any]:
    """One of everything that forms are about."""
    topic = ola.topic("O podrabianiu", "Czy to ty?", kind="question", tags=["podróbki"])
    reply = jan.reply(topic["id"], "To ja.")
    own = ola.reply(topic["id"], "Na pewno?")
    note, message = ola.note("O podrabianiu"), ola.say(market, "To naprawdę ja")
    jan.post("flags", {"kind": "topic", "id": topic["id"], "reason": "other"})
    return {
        "topic": topic,
        "reply": reply,
        "own": own,
        "note": note,
        "message": message,
        "organisation": organisation,
    }


def writing_pages(scene: dict[str, Any]) -> list[tuple[str, str]]:
    topic, note, message = scene["topic"]["id"], scene["note"]["slug"], scene["message"]["seq"]
    own, place = scene["own"]["number"], scene["organisation"]
    return [
        *(("ola", path) for path in (
            "/forums/ogolne/", "/forums/ogolne/ask/", scene["topic"]["url"], f"/forums/topics/{topic}/reply/", f"/forums/topics/{topic}/edit/",
            f"/forums/topics/{topic}/posts/{own}/edit/", f"/forums/topics/{topic}/posts/{own}/remove/",
            f"/forums/topics/{topic}/posts/2/actions/", "/notes/write/", f"/notes/{note}/", f"/notes/{note}/edit/", "/chat/rynek/",
            f"/chat/rynek/messages/{message}/edit/", f"/chat/rynek/messages/{message}/remove/", "/directory/add/",
            f"/directory/{place}/", f"/directory/{place}/edit/", f"/directory/{place}/people/", f"/directory/{place}/cards/new/",
            f"/directory/{place}/contacts/", f"/directory/{place}/networks/",
            "/accounts/settings/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/notifications/",
            f"/moderation/report/post/{scene['reply']['id']}/?reason=spam",
        )),
        ("marta", scene["topic"]["url"]), ("marta", f"/moderation/topic/{topic}/"), ("adam", "/admin/forums/forum/add/"),
    ]  # fmt: skip


def snapshot(nobody: Api, browser: Callable[..., Browser], market: int) -> str:
    """Everything that the API shows, and what the people are told of themselves."""
    seen: list[Any] = [
        nobody.all(path)
        for path in ("forums", "forums/ogolne/topics", "notes", "organisations", "rooms")
    ]
    for topic in nobody.all("forums/ogolne/topics"):
        seen.append(nobody.all(f"topics/{topic['id']}/posts"))
    seen.append(nobody.all(f"rooms/{market}/messages"))
    for path in ("/accounts/settings/", "/accounts/email/", "/notes/mine/"):
        page = browser("ola").page(path)
        seen.append(
            [
                {k: v for k, v in form.values.items() if "csrf" not in k and k != "key"}
                for form in page.forms
            ]
        )
    seen.append(re.sub(r"\s+", " ", browser("marta").page("/moderation/").all("main")[0].text))
    return json.dumps(seen, sort_keys=True)


def forms_of(browser: Browser, path: str) -> list[Form]:
    """The writing forms of a page, one for each address that a button of it sends to."""
    page, found = browser.page(path), []
    for form in page.forms:
        # The frame's own form has no address: its buttons name theirs.
        frames = not form.action and set(form.kinds) == {"csrfmiddlewaretoken", "next"}
        if form.method == "post" and "csrfmiddlewaretoken" in form.kinds and not frames:
            found.append(Form(form.action or path, "post", form.values, form.buttons, form.kinds))
    extra = {
        e.attributes["formaction"]
        for e in page.elements
        if e.attributes.get("formaction") and e.attributes["formaction"] not in HARMLESS
    }
    values = next((form.values for form in found), {})
    return found + [Form(address, "post", values, {}, {}) for address in sorted(extra)]


def test_a_form_without_our_token_or_from_another_site_changes_nothing(
    scene: dict[str, Any], house: House, nobody: Api, market: int, browser: Callable[..., Browser]
) -> None:
    for who in ("ola", "jan", "marta", "adam"):
        browser(who)
    foreign = str(browser("jan").form("/forums/ogolne/ask/", "title").values["csrfmiddlewaretoken"])
    sent = {
        (who, form.action): form.values
        for who, path in writing_pages(scene)
        for form in forms_of(browser(who), path)
    }
    before = snapshot(nobody, browser, market)
    tried = 0
    for (who, action), values in sent.items():
        if action in HARMLESS:
            continue
        tried += 1
        own = {
            "title": "x",
            "body": "x",
            "verdict": "hide",
            "rule": "spam",
            "reason": "spam",
            **values,
        }
        no_token = {name: value for name, value in own.items() if name != "csrfmiddlewaretoken"}
        attempts = {
            "none": (no_token, house.base), "empty": ({**own, "csrfmiddlewaretoken": ""}, house.base),
            "another's": ({**own, "csrfmiddlewaretoken": foreign}, house.base),
            "foreign origin": (own, "http://zly.example"), "null origin": (own, "null"),
            "other port": (own, f"http://127.0.0.1:{house.port + 1}"), "other scheme": (own, house.base.replace("http", "https")),
        }  # fmt: skip
        for name, (fields, origin) in attempts.items():
            answer = browser(who).post(action, fields, origin=origin)
            assert answer.status_code == 403, f"{action} with {name}: {answer.status_code}"
    assert tried > 25, sorted(sent)
    assert snapshot(nobody, browser, market) == before


@pytest.mark.once
def test_following_every_link_changes_nothing(
    scene: dict[str, Any], nobody: Api, market: int, browser: Callable[..., Browser]
) -> None:
    for who in ("ola", "marta"):
        browser(who)
    before = snapshot(nobody, browser, market)
    topic = scene["topic"]["id"]
    verbs = [f"/forums/topics/{topic}/{verb}/" for verb in ("close", "reopen", "pin", "unpin")]
    verbs += [
        f"/forums/topics/{topic}/posts/2/{verb}/"
        for verb in ("accept", "remove", "restore", "edit")
    ]
    verbs += [f"/notes/{scene['note']['slug']}/{verb}/" for verb in ("publish", "withdraw", "edit")]
    verbs += [
        "/notifications/seen/",
        f"/notifications/watch/topic/{topic}/",
        "/chat/rynek/say/",
        "/accounts/language/",
        "/accounts/theme/",
    ]
    verbs += [
        f"/directory/{scene['organisation']}/{verb}/"
        for verb in ("confirm", "people/remove", "cards/1/done", "edit")
    ]
    verbs += [
        f"/chat/rynek/messages/{scene['message']['seq']}/{verb}/" for verb in ("remove", "edit")
    ]
    for who in ("ola", "marta"):
        seen: set[str] = set()
        waiting = [*verbs, *(path for name, path in writing_pages(scene) if name == who), "/"]
        while waiting and len(seen) < 160:
            path = waiting.pop(0).split("#")[0]
            if (
                not path.startswith("/")
                or path.startswith(("//", "/static/", "/accounts/logout"))
                or path in seen
            ):
                continue
            seen.add(path)
            answer = browser(who).get(
                path, params={"on": "0", "body": "x", "verdict": "hide"} if path in verbs else None
            )
            assert answer.status_code < 500, path
            if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
                waiting += Page(answer.text).links
        assert len(seen) > 60
    assert snapshot(nobody, browser, market) == before


def stays(answer: httpx.Response, base: str) -> bool:
    """Whether the answer leads to this site or nowhere."""
    target = answer.headers.get("location", "/")
    return bool(re.match(r"/(?![/\\])", target)) or target.startswith((f"{base}/", "?", "#"))


@pytest.mark.parametrize("away", AWAY, ids=lambda text: repr(text)[:30])
def test_no_address_in_a_form_leads_away(
    away: str, house: House, browser: Callable[..., Browser]
) -> None:
    ola, visitor = browser("ola"), browser()
    for path in HARMLESS:
        answer = visitor.post(path, {"next": away, "language": "en", "theme": "dark"})
        assert answer.status_code in (303, 400)
        assert stays(answer, house.base), answer.headers.get("location")
        assert "zly" not in answer.headers.get("set-cookie", "")
    for path in ("/accounts/login/", "/accounts/signup/"):
        answer = ola.get(path, params={"next": away})
        assert answer.status_code < 500
        assert stays(answer, house.base), answer.headers.get("location")
    page = visitor.get("/accounts/login/", params={"next": away})
    if page.status_code == 200:
        assert Page(page.text).live_parts() == []


def test_a_log_in_leads_only_to_our_own_pages(house: House) -> None:
    for away in ("//zly.example/", "http://zly.example/", "/\\zly.example"):
        someone = Browser(house.base)
        form = someone.form(f"/accounts/login/?next={away}", "password")
        answer = someone.send(form, login="jan@example.org", password="farbka-i-wapno-1", next=away)
        assert answer.status_code in (302, 303)
        assert stays(answer, house.base), answer.headers["location"]
    someone = Browser(house.base)
    form = someone.form("/accounts/login/?next=/notes/mine/", "password")
    answer = someone.send(form, login="jan@example.org", password="farbka-i-wapno-1")
    assert answer.headers["location"] == "/notes/mine/"


MORE = {
    "role": "admin", "is_staff": "1", "is_superuser": "on", "verified": "on", "level": "3", "level_pinned": "on", "is_active": "", "email": "zly@example.org",
    "id": "1", "pk": "1", "by": "1", "author": "1", "person": "1", "moderator": "1", "hidden": "on", "pinned": "on", "closed": "on",
    "version": "99", "html": "<b>x</b>", "bio_html": "<script>xss()</script>", "slug": "moje", "forum": "zaplecze", "created_at": "1999-01-01",
    "source": "x", "source_key": "x", "is_example": "on", "suspended_until": "2999-01-01", "audience": "moderators", "organisation_id": "1",
}  # fmt: skip


def test_fields_that_no_form_offers_do_nothing(
    house: House, scene: dict[str, Any], browser: Callable[..., Browser], nobody: Api
) -> None:
    ewa = browser("ewa")
    form = ewa.form("/accounts/settings/", "handle")
    assert (
        ewa.send(form, **{k: v for k, v in MORE.items() if k not in form.kinds}).status_code == 303
    )
    assert ewa.get("/moderation/").status_code == 404
    assert ewa.get("/admin/").status_code == 302
    assert "ewa@example.org" in ewa.page("/accounts/email/").text
    form = ewa.form("/forums/ogolne/ask/", "title")
    made = ewa.send(form, **{**MORE, "kind": "question", "title": "Nadmiar", "body": "Treść"})
    assert made.status_code == 303
    topic = nobody.get(f"topics/{made.headers['location'].split('/')[3]}").json()
    assert (topic["author"]["handle"], topic["pinned"], topic["closed"], topic["slug"]) == (
        "ewa.kostka",
        False,
        False,
        "nadmiar",
    )
    assert topic["forum"]["slug"] == "ogolne"
    form = ewa.form("/directory/add/", "summary")
    names = {k: v for k, v in MORE.items() if k not in form.kinds}
    made = ewa.send(form, **{**names, "kind": "klub", "name": "Klub Nadmiar", "sure": "1"})
    assert made.status_code == 303
    place = nobody.get(f"organisations/{made.headers['location'].strip('/').split('/')[-1]}").json()
    assert place["name"] == "Klub Nadmiar"
    assert place["slug"] != "moje"
    form = ewa.form("/notes/write/", "title")
    made = ewa.send(form, **{**MORE, "title": "Nadmiar", "body": "Treść", "status": "published"})
    assert made.status_code == 303
    assert (
        nobody.get(f"notes/{made.headers['location'].strip('/').split('/')[-1]}").json()["author"][
            "handle"
        ]
        == "ewa.kostka"
    )


def test_joining_makes_a_plain_member_who_must_confirm(house: House) -> None:
    someone = Browser(house.base)
    form = someone.form("/accounts/signup/", "email")
    answer = someone.send(
        form,
        **{
            **MORE,
            "name": "Chytry",
            "email": "chytry@example.org",
            "password1": "farbka-i-wapno-1",
        },
    )
    assert answer.status_code in (302, 303)
    token = house.commands(["make_token", "chytry@example.org"])[0]
    chytry = Api(house.base, token)
    assert chytry.post("forums/ogolne/topics", {"title": "x", "body": "x"}).status_code == 403
    assert someone.get("/moderation/").status_code == 404
    assert nobody_knows(house, "chytry@example.org") == nobody_knows(house, "nikt@example.org")


def nobody_knows(house: House, email: str) -> tuple[int, str]:
    """What asking for a new password says of an address: for everybody the same."""
    someone = Browser(house.base)
    answer = someone.send(someone.form("/accounts/password/reset/", "email"), email=email)
    return answer.status_code, answer.headers.get("location", "")


def test_others_things_are_not_mine_to_change(
    scene: dict[str, Any], nobody: Api, market: int, browser: Callable[..., Browser]
) -> None:
    """A stranger with a good token of his own, at every door of Ola's things."""
    topic, number = scene["topic"]["id"], scene["own"]["number"]
    jan = browser("jan")
    token = jan.form("/forums/ogolne/ask/", "title").values["csrfmiddlewaretoken"]
    before = snapshot(nobody, browser, market)
    refused = [
        f"/forums/topics/{topic}/edit/", f"/forums/topics/{topic}/close/", f"/forums/topics/{topic}/pin/", f"/forums/topics/{topic}/posts/1/edit/",
        f"/forums/topics/{topic}/posts/{number}/edit/", f"/forums/topics/{topic}/posts/{number}/remove/",
        f"/forums/topics/{topic}/posts/{number}/accept/", f"/forums/topics/{topic}/posts/{number}/restore/",
        f"/notes/{scene['note']['slug']}/edit/", f"/notes/{scene['note']['slug']}/withdraw/",
        f"/chat/rynek/messages/{scene['message']['seq']}/edit/", f"/chat/rynek/messages/{scene['message']['seq']}/remove/",
        f"/directory/{scene['organisation']}/edit/", f"/directory/{scene['organisation']}/people/",
        f"/directory/{scene['organisation']}/cards/new/", f"/directory/{scene['organisation']}/confirm/",
        f"/directory/{scene['organisation']}/contacts/", f"/directory/{scene['organisation']}/networks/",
        f"/moderation/topic/{topic}/", "/admin/forums/forum/add/",
    ]  # fmt: skip
    fields = {"csrfmiddlewaretoken": token, "title": "Przejęte", "body": "Przejęte", "kind": "question", "verdict": "hide", "rule": "spam",
              "reason": "x", "handle": "jan.zubek", "role": "editor", "name": "Przejęte", "status": "draft", "version": "1", "lang": "pl"}  # fmt: skip
    for path in refused:
        answer = jan.post(path, fields)
        assert answer.status_code in (302, 403, 404), f"{path}: {answer.status_code}"
        if answer.status_code == 302:
            assert "login" in answer.headers["location"], path
        assert browser().post(path, {**fields}).status_code == 403, path
    assert snapshot(nobody, browser, market) == before


def test_a_form_sent_twice_makes_one_thing(
    scene: dict[str, Any], browser: Callable[..., Browser], nobody: Api
) -> None:
    ola = browser("ola")
    doors = {
        "/forums/ogolne/ask/": {"title": "Podwójnie", "body": "Raz", "kind": "question"},
        f"/forums/topics/{scene['topic']['id']}/reply/": {"body": "Podwójnie"},
        "/notes/write/": {"title": "Podwójnie", "body": "Raz", "status": "published"},
        "/directory/add/": {"name": "Podwójny Dom", "kind": "klub", "sure": "1"},
        f"/directory/{scene['organisation']}/cards/new/": {
            "kind": "need",
            "title": "Podwójna potrzeba",
        },
    }
    for path, fields in doors.items():
        form = form_with(ola.page(path), next(iter(fields)), path)
        answers = [ola.send(form, **fields) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {303}, (
            path,
            [a.status_code for a in answers],
        )
        assert len({answer.headers["location"] for answer in answers}) == 1, path
        again = ola.send(form, **{**fields, next(iter(fields)): "Co innego"})
        if "kind" not in next(iter(fields)):
            assert again.status_code == 422, path
    assert [row["title"] for row in nobody.all("forums/ogolne/topics")].count("Podwójnie") == 1
    assert [row["title"] for row in nobody.all("notes")].count("Podwójnie") == 1
    assert [row["name"] for row in nobody.all("organisations")].count("Podwójny Dom") == 1
