"""Every door by which text comes in, in the order in which one needs what another has made.

`page` is where the form stands, `field` a field by which it is known. Every other text field of that form is filled
with something hostile; `fit` says what a field must hold instead, `skip` which stay as they are. What a door makes is
remembered under `gives`, as the pattern finds it in the address that the answer leads to. "*" stands for the first
that is offered, "**" for the last, "***" for all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

API = "api"


@dataclass(frozen=True)
class Door:
    page: str
    who: str
    field: str
    fit: Mapping[str, Any] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    gives: tuple[str, str] | None = None
    times: int = 1
    wants: tuple[int, ...] = (302, 303)
    seen: tuple[str, str, str] | None = None
    """What must be known first: its name, the page where it stands, the pattern."""

    def found(self, location: str) -> str:
        assert self.gives is not None
        match = re.search(self.gives[1], location)
        assert match, f"{self.page}: {location}"
        return match[1]


MAIL = '"<img/src=x/onerror=xss(50)>"@example.org'
"""An address that the standard allows."""
LINK = "https://dom.example.org/?q='onmouseover='xss(51)&<xss-d>"
ORGANISATION = {
    "kind": "dom_kultury", "founded": "1957", "phone": "12 345 67 89", "email": MAIL, "website": LINK,
    "bip": LINK, "nip": "", "regon": "", "krs": "", "rik": "", "isil": "", "wikidata": "", "e_delivery": "", "number": "1",
    "postcode": "32-050", "lon": "19.9", "lat": "50.0", "key": None, "sure": "1", "declaration": LINK,
    "site_phone": "12 345 67 89", "area": "", "projects": "{line}", "lang": "pl", "sort_name": "",
}  # fmt: skip
SITE = {**ORGANISATION, "area": "120"}
TOPIC = ("topic", r"/forums/t/(\d+)/")
LATER = {"until": "2099-01-01"}
NO_FILE = ("alt",)

DOORS: tuple[Door, ...] = (
    # Who they are
    Door("/accounts/settings/", "jan", "handle", {"handle": "jan.zubek", "open": "on", "seen_bio": "*",
         "seen_contact": "*", "seen_organisation": "*"}),
    Door("/accounts/settings/", "ola", "handle", {"handle": "ola.wrona", "open": "on", "seen_bio": "*"}),
    # Organisations
    Door("/directory/add/", "ola", "summary", ORGANISATION, gives=("house", r"/directory/([^/]+)/"), times=2),
    Door("/directory/{house}/edit/", "ola", "summary", ORGANISATION),
    Door("/directory/{house}/places/new/", "ola", "site_name", SITE),
    Door("/directory/{house}/places/{site}/hours/", "ola", "hours_note",
         {"w0_d0": "9-17", "w1_from": "", "w1_to": "", "e0_first": "2099-01-01", "e0_last": "2099-01-02", "e0_times": "",
          **{f"w{w}_d{d}": "" for w in (0, 1) for d in range(7)}}, ("e1_times", "e1_note", "e2_times", "e2_note"),
         seen=("site", "/directory/{house}/places/", r"/places/(\d+)/hours/")),
    Door("/directory/{house}/contacts/", "ola", "role", {"phone": "12 345 67 89", "email": MAIL}),
    Door("/directory/{house}/networks/", "ola", "network", {"network": "*", "since": "2010", "until": ""}),
    Door("/directory/{house}/standing/", "ola", "giver", {"url": LINK, "kind": "*", "since": "2020-01-01", "until": ""}),
    Door("/directory/{house}/cards/new/", "ola", "gives", {"kind": "offer", "radius_km": "", "capacity": "", "until": "{soon}"},
         gives=("card", r"needs/(\d+)/"), times=3),
    Door("/directory/{house}/claim/", "jan", "evidence", {"way": "word"}),
    # Forums
    Door("/forums/ogolne/ask/", "ola", "title", {"kind": "question"}, NO_FILE, TOPIC, 6),
    Door("/forums/topics/{topic}/reply/", "jan", "body", {}, NO_FILE, times=2),
    Door("/forums/topics/{topic}/reply/", "ola", "body", {}, NO_FILE),
    Door("/forums/topics/{topic}/posts/{own}/edit/", "ola", "body", {}, NO_FILE),
    Door("/forums/topics/{topic}/posts/{own}/correct/", "marta", "reason", {"rule": "spam"}, NO_FILE),
    Door("/forums/topics/{topic}/detail/", "jan", "body"),
    Door("/forums/topics/{topic}/poll/", "ola", "choices", {"choices": "{choices}", "most": "1", "last_day": ""}),
    Door("/forums/topics/{topic}/posts/2/thank/", "ola", "words"),
    Door("/forums/topics/{topic}/edit/", "ola", "title", {"kind": "question"}),
    # Notes
    Door("/notes/write/", "ola", "summary", {"based_on": "", "translation_of": "", "sign_url": "", "status": "published", "source": LINK},
         NO_FILE, ("note", r"/notes/([^/]+)/"), 3),
    Door("/notes/{note}/edit/", "ola", "summary", {"based_on": "", "translation_of": "", "sign_url": "", "status": "published", "weight": "change"}, NO_FILE),
    Door("/notes/{note}/runs/write/", "jan", "group", {"ran_on": "2026-01-10"}, NO_FILE),
    Door("/notes/{note}/doubt/", "jan", "reason"),
    Door("/notes/{note}/helpful/", "jan", "helped", {"helped": "no"}),
    Door("/notes/{note}/truth/", "ola", "review_by", {"review_by": "", "answer": "{line}"}),
    Door("/notes/collections/write/", "ola", "title", {"lang": "pl"}, NO_FILE, ("collection", r"/collections/([^/]+)/")),
    Door("/notes/{note}/collect/", "ola", "remark", {"collection": "*"}),
    Door("/notes/{note}/history/2/", "marta", "answer", {"answer": "*"}),
    Door("/notes/{note}/discuss/", "ola", "body", {"forum": "ogolne"}, NO_FILE),
    # Talk
    Door("/chat/rynek/", "ola", "body", {}, NO_FILE, times=4),
    Door("/chat/open/", "marta", "description", {"audience": "public", "keeps_months": "*"}, gives=("room", r"/chat/([^/]+)/")),
    Door("/chat/{room}/settings/", "marta", "description"),
    Door("/chat/new/?to=jan.zubek", "ola", "subject", {"who": "", "to": "jan.zubek"}, gives=("talk", r"/chat/([^/]+)/")),
    Door("/moderation/report/message/{said}/?reason=other", "jan", "detail", {"reason": "other"},
         seen=("said", "/chat/{talk}/messages/1/", r"/moderation/report/message/(\d+)/")),
    Door("/chat/rynek/silence/ewa.kostka/", "marta", "hours", {"hours": "*"}),
    Door("/chat/rynek/pick/", "ola", "forum", {"forum": "ogolne", "message": "***", "make": "1"}),
    # For oneself
    Door("/notifications/keep/topic/{topic}/", "ola", "remark", {"when": "never"}),
    Door("/notifications/searches/new/?of=directory&query=q%3D%253Cxss%253E", "ola", "name"),
    # Moderation
    Door("/moderation/report/topic/{topic}/?reason=other", "jan", "detail", {"reason": "other"}),
    Door("/moderation/notice/?step=2&url={base}/forums/t/{topic}/x/&what=illegal", "", "why",
         {"url": "{base}/forums/t/{topic}/x/", "email": MAIL, "good_faith": "on"}, gives=("notice", r"/notices/([^/?]+)/")),
    Door("/moderation/topic/{topic}/", "marta", "verdict", {"verdict": "hide", "rule": "other", "place": "", "title": "", "body": ""}),
    Door("/moderation/statements/{statement}/", "ola", "body"),
    Door("/moderation/appeals/{appeal}/", "ola", "body"),
    Door("/moderation/appeals/{appeal}/", "adam", "outcome", {"outcome": "upheld"}),
    Door("/moderation/people/jan.zubek/", "marta", "level", {"level": "*"}),
    Door("/moderation/people/ewa.kostka/", "marta", "days", {"days": "*", "rule": "*"}),
    Door("/moderation/lists/", "marta", "value", {"kind": "word"}),
    Door("/moderation/grounds/new/", "adam", "name_pl", {"slug": "zly-powod", "anchor": "", "active": "on"}),
    # The desk and the place
    Door("/curation/answers/new/", "marta", "name"),
    Door("/moderation/tags/{tag}/", "marta", "kept", {"do": "merge", "kept": "psotnik"}, seen=("tag", "/moderation/tags/", r"tags/(\d+)/[^>]*>[^<]*xss")),
    Door("/curation/same/{other}/", "marta", "of", {"of": "{base}/forums/t/{topic}/x/"}),
    Door("/search/words/", "marta", "phrases", {"phrases": "{phrases}"}),
    Door("/setup/forums/new/", "adam", "name", {"slug": "zle-forum", "audience": "public", "writing": "all", "review": "**"}),
    Door("/forums/zle-forum/ask/", "jan", "title", {"kind": "question"}, NO_FILE),
    Door("/forums/held/{held}/", "marta", "reason", seen=("held", "/forums/held/", r"/forums/held/(\d+)/")),
    Door("/admin/directory/network/add/", "adam", "code", {"code": "zla-siec", "url": "https://dom.example.org/"}),
    Door("/admin/taxonomy/audience/add/", "adam", "code", {"code": "zla-grupa"}),
    Door("/admin/taxonomy/format/add/", "adam", "code", {"code": "zla-forma"}),
    Door("/setup/words/new/", "adam", "name_pl", {"position": "7"}),
    Door("/setup/rooms/{number}/", "adam", "name"),
    Door("/setup/place/identity/", "adam", "operator"),
    Door("/setup/place/contacts/", "adam", "email",
         {"email": MAIL, "authorities_email": MAIL, "data_protection_email": MAIL, "phone": "12 345 67 89"}),
    Door("/setup/place/accessibility/", "adam", "gaps_pl", {"access_burden": "https://dom.example.org/?b=<xss-e>", "access_email": MAIL, "access_phone": "12 345 67 89"}),
    Door("/setup/documents/privacy/", "adam", "body_pl", {"matters": "**"}),
)  # fmt: skip
