"""How an organisation's own addresses are known, and the signed links that are sent there."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing

from directory.letters import public_email
from directory.models import Claim, Organisation

LINK_DAYS = 7
_SALT = "directory.claim"
SHARED = frozenset(
    {
        # Anybody can have an address there: it proves nothing of an organisation.
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
        "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "pm.me",
        "tuta.com", "tutanota.com", "gmx.com", "gmx.net", "gmx.de", "mail.com", "mail.ru", "yandex.com",
        "yandex.ru", "zoho.com", "fastmail.com", "duck.com", "web.de", "ukr.net", "i.ua", "seznam.cz",
        "wp.pl", "o2.pl", "tlen.pl", "go2.pl", "onet.pl", "onet.eu", "op.pl", "vp.pl", "poczta.onet.pl",
        "onet.com.pl", "buziaczek.pl", "amorki.pl", "autograf.pl", "spoko.pl", "interia.pl", "interia.eu",
        "interia.com", "intmail.pl", "poczta.fm", "vip.interia.pl", "pisz.to", "gazeta.pl", "poczta.pl",
        "g.pl", "gmail.pl", "hot.pl", "int.pl", "adres.pl", "neostrada.pl", "orange.pl", "vp.eu",
        "outlook.pl", "yahoo.pl", "windowslive.com", "mailinator.com", "yopmail.com", "10minutemail.com",
        "guerrillamail.com", "temp-mail.org", "lemon.pl", "aleale.pl", "opoczta.pl", "post.pl",
        # Pages of many stand there.
        "facebook.com", "fb.com", "instagram.com", "youtube.com", "x.com", "twitter.com", "linkedin.com",
        "tiktok.com", "google.com", "sites.google.com", "wordpress.com", "blogspot.com", "blogger.com",
        "wixsite.com", "wix.com", "weebly.com", "webnode.pl", "strefa.pl", "prv.pl", "github.io",
        "wikipedia.org", "openstreetmap.org", "gov.pl", "samorzad.gov.pl", "bip.gov.pl", "edu.pl",
        "ngo.pl", "spis.ngo.pl", "eu.pl", "com.pl", "org.pl", "net.pl", "cba.pl", "bloog.pl",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """To which addresses a link may be sent: any at these domains, or exactly this one."""

    domains: tuple[str, ...]
    email: str

    def __bool__(self) -> bool:
        return bool(self.domains or self.email)

    def holds(self, address: str) -> bool:
        if self.email and address.casefold() == self.email.casefold():
            return True
        return _plain(address.rpartition("@")[2]) in self.domains


def _plain(host: str) -> str:
    """A host as names are compared: in ASCII, small, without "www."; "" for what is none."""
    try:
        host = host.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return host.removeprefix("www.")


def _own(host: str) -> bool:
    """Whether the domain can be one organisation's: not an address in figures, not shared by many."""
    return "." in host and not host.replace(".", "").isdigit() and host not in SHARED


def proof_for(organisation: Organisation) -> Proof:
    """What is known of its own addresses: the domains of its page and of its public e-mail, compared
    whole (who has "gmina.pl" does not have "dom.gmina.pl", and the other way round)."""
    email = public_email(organisation)
    try:
        page = urlsplit(organisation.website).hostname or ""
    except ValueError:
        page = ""
    hosts = [_plain(page), _plain(email.rpartition("@")[2])]
    return Proof(tuple(dict.fromkeys(host for host in hosts if _own(host))), email)


def token_of(claim: Claim) -> str:
    """A link's signed word: good for this claim and address alone."""
    return signing.dumps([claim.pk, claim.email], salt=_SALT)


def read_token(token: str) -> tuple[int, str] | None:
    """(claim's id, address) of a word that was made here in the last days; else None."""
    try:
        pk, email = signing.loads(token[:600], salt=_SALT, max_age=LINK_DAYS * 24 * 3600)
        return int(pk), str(email)
    except Exception:  # signing raises many kinds for bytes it never made
        return None
