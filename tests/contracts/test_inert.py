"""What people write is shown as they wrote it, and never runs: on every page that shows it, in search
results, feeds, frames and in what machines read."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts import nasty
from tests.contracts.callers import Api, Browser, until
from tests.contracts.conftest import new_organisation
from tests.contracts.dom import Page
from tests.contracts.house import House

WORD = "psotnik"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def planted(
    house: House, ola: Api, marta: Api, market: int, browser: Callable[..., Browser]
) -> dict[str, Any]:
    """Every payload in every field that takes it."""
    made: dict[str, Any] = {"topics": [], "notes": [], "organisations": [], "messages": []}
    who = Browser(house.base)
    house.commands(["make_member", "psotnik@example.org", "--name", "Psotnik", "--password", "farbka-i-wapno-1"],
                   )  # fmt: skip
    token = house.commands(["make_token", "psotnik@example.org"])[0]
    who.log_in("psotnik")
    form = who.form("/accounts/settings/", "handle")
    evil = nasty.SCRIPTS
    answer = who.send(
        form,
        name=evil["element"] + evil["attribute"],
        organisation=evil["closing"],
        bio="\n\n".join(nasty.MARKDOWN.values()),
        open="on",
    )
    assert answer.status_code == 303, answer.text
    imp = Api(house.base, token)
    for name, payload in nasty.SCRIPTS.items():
        title = f"{WORD} {name} {payload}"[:200]
        tag = payload[:30].replace(",", "")
        made["topics"].append(
            (title, imp.topic(title, f"{WORD} {nasty.MARKDOWN[name]}", kind="question", tags=[tag]))
        )
        made["notes"].append((title, imp.note(title, f"{WORD} {nasty.MARKDOWN[name]}", tags=[tag])))
    for payload in nasty.MARKDOWN.values():
        made["messages"].append(imp.say(market, f"{WORD} {payload}"))
        imp.reply(made["topics"][0][1]["id"], f"{WORD} {payload}")
    for name in ("element", "closing", "attribute", "json", "mark", "section"):
        payload = nasty.SCRIPTS[name]
        slug = new_organisation(
            who, name=f"{WORD} {name} {payload}", summary=f"{WORD} {payload}", description=f"{WORD} {nasty.MARKDOWN['picture']} {payload}",
            phone=f"12 {payload}"[:60], street=payload[:120], short_name=payload[:60],
            former_names=payload, organiser=payload, founded="1957", number="1", locality=payload[:80], lon="19.9", lat="50.0",
        )  # fmt: skip
        card = who.send(
            who.form(f"/directory/{slug}/cards/new/", "until"),
            kind="offer",
            title=payload,
            body=f"{WORD} {payload}",
        )
        assert card.status_code == 303, card.text
        contact = who.send(
            who.form(f"/directory/{slug}/contacts/", "role"),
            role=payload[:120],
            name=payload[:120],
            phone=f"12 {payload}"[:60],
        )
        assert contact.status_code == 303, contact.text
        made["organisations"].append(slug)
    # What moderators read: a report with a payload, and the reason that the author reads.
    post = imp.reply(made["topics"][1][1]["id"], f"{WORD} do zgłoszenia")
    flag = {"kind": "post", "id": post["id"], "reason": "other", "detail": "".join(evil.values())}
    assert ola.post("flags", flag).status_code == 201
    made["case"] = f"/moderation/post/{post['id']}/"
    made["seen"] = browser("marta").page(made["case"]), browser("marta").page("/moderation/")
    form = browser("marta").form(made["case"], "verdict")
    answer = browser("marta").send(
        form, verdict="hide", rule="other", reason="".join(evil.values())
    )
    assert answer.status_code == 303
    ola.reply(made["topics"][0][1]["id"], "Co to jest?")
    made["browser"] = who
    return made


def pages(planted: dict[str, Any]) -> list[str]:
    found = ["/", "/forums/", "/forums/ogolne/", "/notes/", "/directory/", f"/directory/?q={WORD}", "/directory/map/",
             "/directory/needs/", "/chat/", "/chat/rynek/", "/people/psotnik/", f"/search/?q={WORD}", f"/search/?q={WORD}+x"]  # fmt: skip
    for title, shape in (*planted["topics"], *planted["notes"]):
        found += [
            shape["url"],
            f"/search/?q={title[:40]}".replace("#", ""),
            f"/forums/similar/?title={title[:60]}".replace("#", ""),
        ]
    found += [
        f"{planted['topics'][0][1]['url']}?page=2",
        f"{planted['notes'][0][1]['url']}history/",
    ]
    found += [f"/directory/{slug}/" for slug in planted["organisations"]]
    return found


def test_nothing_of_it_runs_on_any_page(
    planted: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    shown = 0
    for who in (None, "ola", "marta"):
        for path in pages(planted):
            answer = browser(who).get(path)
            if answer.status_code in (301, 404):  # a page of posts that there is not
                continue
            assert answer.status_code == 200, path
            page = Page(answer.text)
            assert page.live_parts() == [], path
            page.linked_data()
            shown += WORD in page.text
    assert shown > 60


def test_nothing_of_it_runs_where_its_author_and_moderators_look(
    planted: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    for page in planted["seen"]:
        assert page.live_parts() == []
        assert "xss" in page.text
    imp: Browser = planted["browser"]
    topic, note = planted["topics"][0][1], planted["notes"][0][1]
    for path in (
        "/notifications/", "/accounts/settings/", "/notes/mine/", f"/notes/{note['slug']}/edit/", f"/forums/topics/{topic['id']}/edit/",
        f"/forums/topics/{topic['id']}/posts/2/edit/", f"/forums/topics/{topic['id']}/posts/2/actions/", topic["url"],
        f"/directory/{planted['organisations'][0]}/edit/", f"/directory/{planted['organisations'][0]}/people/", "/chat/rynek/",
    ):  # fmt: skip
        page = imp.page(path)
        assert page.live_parts() == [], path
    assert "xss" in imp.page("/notifications/").text
    for path in (planted["case"], "/moderation/"):
        assert browser("marta").page(path).live_parts() == []
    for path in ("/admin/forums/topic/", "/admin/"):
        assert [part for part in browser("adam").page(path).live_parts() if "xss" in part] == []


def test_a_refused_form_shows_what_was_typed_as_text(browser: Callable[..., Browser]) -> None:
    for payload in (*nasty.SCRIPTS.values(), *nasty.MARKDOWN.values()):
        for path, field in (
            ("/forums/ogolne/ask/", "title"),
            ("/notes/write/", "summary"),
            ("/directory/add/", "summary"),
        ):
            form = browser("ola").form(path, field)
            typed = {
                name: payload
                for name, kind in form.kinds.items()
                if kind in ("text", "textarea", "email", "url")
            }
            answer = browser("ola").send(form, **{**typed, "title": "", "name": ""})
            assert answer.status_code == 422
            page = Page(answer.text)
            assert page.live_parts() == [], (path, payload)
            again = next(f for f in page.forms if field in f.kinds)
            kept = "body" if "body" in typed else "description"
            assert str(again.values[kept]).replace("\r\n", "\n") == payload
    for payload in nasty.SCRIPTS.values():
        for path in ("/forums/preview/", "/notes/preview/"):
            form = browser("ola").form("/forums/ogolne/ask/", "title")
            answer = browser("ola").post(
                path, {"body": payload, "csrfmiddlewaretoken": form.values["csrfmiddlewaretoken"]}
            )
            assert answer.status_code == 200
            assert Page(answer.text).live_parts() == []
        for path in (
            "/search/?q=",
            "/directory/?q=",
            "/accounts/login/?next=",
            "/forums/ogolne/ask/?title=",
            "/nie-ma/",
        ):
            assert (
                Page(
                    browser("ola").get(path + payload.replace("#", "").replace("&", "%26")).text
                ).live_parts()
                == []
            ), path


def test_titles_are_shown_letter_by_letter(
    planted: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    for title, shape in (*planted["topics"], *planted["notes"]):
        assert shape["title"] == title.strip()
        page = browser().page(shape["url"])
        heading = " ".join(page.all("h1")[0].text.replace("\u00a0", " ").split())
        assert heading == " ".join(title.split()), shape["url"]
        assert " ".join(title.split()) in " ".join(page.all("title")[0].text.split())


def test_the_html_of_the_api_and_the_frames_is_inert(
    planted: dict[str, Any], nobody: Api, market: int
) -> None:
    topic = planted["topics"][0][1]["id"]
    rows = [*nobody.all(f"topics/{topic}/posts"), *nobody.all(f"rooms/{market}/messages")]
    rows += [nobody.get(f"notes/{shape['slug']}").json() for _, shape in planted["notes"]]
    rows += [
        frame["data"] for frame in nobody.get(f"topics/{topic}/events", limit=100).json()["results"]
    ]
    with_html = [row for row in rows if row.get("html")]
    assert len(with_html) > 50
    for row in with_html:
        assert Page(row["html"]).live_parts() == [], row["body"]
        for element in Page(row["html"]).all("a"):
            assert element.attributes.get("href", "http:").split(":")[0] in (
                "http",
                "https",
                "mailto",
                "tel",
            )
            assert "nofollow" in element.attributes.get("rel", "")


def test_excerpts_are_safe_and_marked_by_us_alone(planted: dict[str, Any], nobody: Api) -> None:
    until(lambda: nobody.get("search", q=WORD).json()["total"] >= 20)
    hits = nobody.all("search", q=WORD, limit=50)
    for hit in hits:
        page = Page(hit["excerpt"])
        assert {element.tag for element in page.elements} <= {"mark"}, hit["excerpt"]
        assert page.live_parts() == []
        for mark in page.all("mark"):
            assert WORD in mark.text.lower(), hit["excerpt"]
    assert any(
        "<mark>xss</mark>" in Page(f"<p>{hit['excerpt']}</p>").all("p")[0].text for hit in hits
    )


def test_feeds_and_open_data_are_whole_and_inert(planted: dict[str, Any], nobody: Api) -> None:
    for path in (
        "/feeds/forums.xml",
        "/feeds/notes.xml",
        "/feeds/directory.xml",
        "/feeds/forums/ogolne.xml",
    ):
        entries = ElementTree.fromstring(nobody.http.get(path).content).findall(f"{ATOM}entry")
        assert entries
        for entry in entries:
            for name in ("summary", "content"):
                described = entry.find(f"{ATOM}{name}")
                if described is not None and described.attrib.get("type") == "html":
                    page = Page(described.text or "")
                    assert page.live_parts() == [], path
                    assert page.elements == [], f"{path}: {described.text}"
    titles = [title for title, _ in planted["topics"]]
    forum = ElementTree.fromstring(nobody.http.get("/feeds/forums.xml").content)
    said = [entry.findtext(f"{ATOM}title") for entry in forum.findall(f"{ATOM}entry")]
    assert {title.strip() for title in titles} <= {(text or "").strip() for text in said}
    features = nobody.get("organisations.geojson").json()["features"]
    assert any("<xss-a" in json.dumps(feature) for feature in features)
    for section in ("topics", "notes", "directory"):
        ElementTree.fromstring(nobody.http.get(f"/sitemap-{section}.xml").content)


def test_what_machines_read_of_an_organisation_is_what_was_written(
    planted: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    for slug in planted["organisations"]:
        data = browser().page(f"/directory/{slug}/").linked_data()
        assert data
        said = json.dumps(data, ensure_ascii=False)
        assert WORD in said
        if "element" in slug:
            assert nasty.SCRIPTS["element"].replace('"', '\\"') in said


def test_tables_are_no_formulas(house: House, nobody: Api, browser: Callable[..., Browser]) -> None:
    formulas = ("=HYPERLINK(1)", "+1+cmd", "-2+3", "@SUM(1)", '=1+1"; x')
    slugs = [
        new_organisation(browser("jan"), name=f"{formula} {n} wzory", summary=formula)
        for n, formula in enumerate(formulas)
    ]
    rows = list(csv.DictReader(io.StringIO(nobody.get("organisations.csv").text)))
    found = {row["slug"]: row for row in rows}
    for slug in slugs:
        for cell in found[slug].values():
            assert not (cell or "").startswith(("=", "+", "-", "@", "\t", "\r")), cell
    assert {nobody.get(f"organisations/{slug}").json()["summary"] for slug in slugs} == set(
        formulas
    )


def test_names_do_not_hide_what_they_are(
    house: House, browser: Callable[..., Browser], ola: Api
) -> None:
    form = browser("ewa").form("/accounts/settings/", "handle")
    for name in (
        "\u202eatraM",
        "Ma\u200brta Lis",
        "\ufeffMarta",
        "Marta\u2066",
        "Marta\x00",
        "Marta\nLis",
        "",
        "   ",
        "x" * 81,
    ):
        assert browser("ewa").send(form, name=name).status_code == 422, name
    for handle in (
        "admin",
        "moderator",
        "rynek",
        "marta.lis",
        "MARTA.LIS",
        "a b",
        "ż",
        "../x",
        "a/b",
        ".",
        "-",
        "x" * 31,
        "м",
    ):
        assert browser("ewa").send(form, handle=handle).status_code == 422, handle
    for title in ("\u202egnp.exe", "a\u200bb"):
        assert ola.post("forums/ogolne/topics", {"title": title, "body": "x"}).status_code == 422
