"""What is on the pages, the feeds and in the sitemap, and what is not."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

from tests.contracts.callers import Api, Browser, until
from tests.contracts.dom import Page
from tests.contracts.house import House
from tests.contracts.shown import MACHINES, MEMBERS, SECRET, pages_of


def test_the_secret_is_nowhere(
    secrets: dict[str, str],
    written: dict[str, Any],
    browser: Callable[..., Browser],
    nobody: Api,
    jan: Api,
    marta: Api,
) -> None:
    until(lambda: marta.get("search", q=SECRET).json()["total"] >= 1)
    visible = [
        *pages_of(written),
        *MACHINES,
        "/search/?q=sprawa",
        "/people/marta.lis/",
        "/directory/?q=x",
    ]
    for section in ("pages", "lists", "topics", "notes", "directory"):
        visible.append(f"/sitemap-{section}.xml")
    for path in visible:
        assert SECRET not in browser().get(path).text.lower(), path
    for path in [*visible, "/forums/ask/"]:
        assert SECRET not in browser("jan").get(path).text.lower(), path
    for caller in (nobody, jan):
        for path in (
            "forums",
            "forums/ogolne/topics",
            "notes",
            "rooms",
            "search?q=sprawa",
            "organisations.csv",
        ):
            assert SECRET not in caller.get(path).text.lower(), path
        for query in (
            SECRET,
            f"{SECRET}a",
            f"{SECRET}y",
            SECRET[:5],
            SECRET[:-1] + "v",
            f'"{SECRET}"',
            f"tag:{SECRET}",
        ):
            found = caller.get("search", q=query).json()
            assert (found["total"], found["results"], found["did_you_mean"]) == (0, [], None), query
            assert SECRET not in json.dumps(found["facets"])
        assert caller.get("search", q="sprawa", tag=SECRET).json()["total"] == 0
    similar = browser("jan").get("/forums/similar/", params={"title": f"Sprawa {SECRET}a"})
    assert similar.status_code == 200
    assert f"/forums/t/{secrets['short'].split('/')[3]}/" not in similar.text


def test_feeds_and_sitemaps_are_whole_and_lead_to_pages(
    written: dict[str, Any], nobody: Api, house: House
) -> None:
    for path in MACHINES:
        root = ElementTree.fromstring(nobody.http.get(path).content)
        assert root.tag.startswith("{http://")
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(nobody.http.get("/feeds/forums.xml").content).findall(
        f"{atom}entry"
    )
    titles = [entry.findtext(f"{atom}title") for entry in entries]
    assert "Kawa na próbie" in titles
    links = [link.attrib["href"] for entry in entries for link in entry.findall(f"{atom}link")]
    assert house.base + written["topic"]["url"] in links
    assert all(link.startswith(house.base) for link in links)
    sitemap = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ElementTree.fromstring(nobody.http.get("/sitemap.xml").content)
    files = [place.text or "" for place in index.iter(f"{sitemap}loc")]
    assert files
    addresses = []
    for file in files:
        assert file.startswith(house.base), file
        found = ElementTree.fromstring(nobody.http.get(file).content)
        addresses += [place.text or "" for place in found.iter(f"{sitemap}loc")]
    for shape in (written["topic"], written["note"]):
        assert house.base + shape["url"] in addresses
    for address in addresses:
        assert nobody.http.get(address).status_code == 200, address


def test_robots_are_told_where_to_go(nobody: Api, house: House) -> None:
    text = nobody.http.get("/robots.txt").text
    assert f"Sitemap: {house.base}/sitemap.xml" in text
    for path in ("/accounts/", "/admin/", "/moderation/", "/notifications/"):
        assert f"Disallow: {path}" in text


def test_machines_are_told_how_it_is(nobody: Api) -> None:
    assert nobody.http.get("/healthz").text.strip() == "ok"
    answer = nobody.http.get("/readyz")
    assert answer.headers["content-type"].startswith("application/json")
    state = answer.json()
    assert state["state"] in ("ok", "degraded")
    assert {"database", "channel_layer", "search", "outbox"} <= set(state)
    assert {"pending", "age"} <= set(state["outbox"])
    for part in ("database", "channel_layer", "search"):
        assert state[part]["state"] == "ok", state
    assert nobody.http.head("/healthz").status_code == 200
    assert nobody.http.post("/healthz").status_code in (403, 405)
    assert nobody.http.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 404


def test_every_page_says_its_name_and_has_one_heading(
    written: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    for who, paths in ((None, pages_of(written)), ("ola", MEMBERS)):
        for path in paths:
            page = browser(who).page(path)
            assert page.all("title")[0].text.strip(), path
            assert len(page.all("h1")) == 1, path
            assert page.all("h1")[0].text.strip(), path
            ids = [
                element.attributes["id"] for element in page.elements if "id" in element.attributes
            ]
            assert sorted(ids) == sorted(set(ids)), path


def test_every_link_of_the_pages_leads_somewhere(
    written: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    """Also the files that the pages ask for, none of which lies on another site."""
    seen: set[str] = set()
    for who, paths in ((None, pages_of(written)), ("ola", (*MEMBERS, *pages_of(written)))):
        for path in paths:
            if who and path in ("/accounts/login/", "/accounts/signup/"):
                continue
            page = browser(who).page(path)
            files = [
                e.attributes[name] for e in page.elements for name in ("src", "href") if e.tag in ("script", "link", "img", "use")
                and name in e.attributes and "canonical" not in e.attributes.get("rel", "")
            ]  # fmt: skip
            for address in [*files, *page.links]:
                own = address.split("#")[0].removeprefix(browser().base)
                if (
                    not own.startswith("/")
                    or own.startswith("//")
                    or (own, who) in seen
                    or own in seen
                ):
                    assert not (
                        address in files
                        and "//" in address.split("?")[0]
                        and address not in page.links
                    ), address
                    continue
                seen.add(own)
                answer = browser(who).get(own)
                assert answer.status_code in (200, 301, 302), (
                    f"{own} on {path} is {answer.status_code}"
                )
    assert len(seen) > 60


def test_a_persons_page_shows_the_rest_once_they_open_it(
    house: House, browser: Callable[..., Browser]
) -> None:
    ewa = browser("ewa")
    form = ewa.form("/accounts/settings/", "handle")
    filled = {"organisation": "Biblioteka w Tymbarku", "bio": "Gram na **pile**.", "language": "en"}
    assert ewa.send(form, **filled).status_code == 303
    hidden = browser().page("/people/ewa.kostka/").text
    assert "Ewa Kostka" in hidden
    for word in ("Tymbarku", "pile", "ewa@example.org"):
        assert word not in hidden
        assert word not in browser("jan").page("/people/ewa.kostka/").text
    form = ewa.form("/accounts/settings/", "handle")
    assert ewa.send(form, open="on").status_code == 303
    opened = browser().page("/people/ewa.kostka/")
    assert "Tymbarku" in opened.text
    assert "ewa@example.org" not in opened.html


def test_files_are_kept_for_good_and_pages_are_not(nobody: Api) -> None:
    page = Page(nobody.http.get("/").text)
    sheet = next(
        link.attributes["href"]
        for link in page.all("link")
        if link.attributes.get("rel") == "stylesheet"
    )
    answer = nobody.http.get(sheet, headers={"accept-encoding": "br"})
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "br"
    assert "max-age" not in nobody.http.get("/").headers.get("cache-control", "").replace(
        "max-age=0", ""
    )
