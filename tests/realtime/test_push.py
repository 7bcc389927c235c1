"""Telling a browser while no page is open: against a push service on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from accounts.models import User
from notifications.models import Preferences
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.models import Room
from realtime.push import carrying
from realtime.push.carrying import BadEndpoint, Unreachable, checked, public_address
from realtime.push.keys import packed, point, public_key, unpacked
from realtime.push.models import PushSubscription
from realtime.push.sealing import sealed
from realtime.push.sending import work_off
from tests.cast import Cast, person
from tests.realtime.conversing import SECRET

Received = tuple[str, dict[str, str], bytes]


class Service:
    """A push service: keeps what it gets, answers as it is told."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.status = 201
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.received.append((self.path, headers, body))
                self.send_response(service.status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send/abc?x=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Browser:
    """What a browser keeps of its subscription, and how it opens what comes."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.key, self.secret = point(self.private.public_key()), b"0123456789abcdef"

    def subscription(self, endpoint: str, **more: object) -> str:
        keys = {"p256dh": packed(self.key), "auth": packed(self.secret)}
        return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys, **more})

    def opened(self, body: bytes) -> Any:
        salt, size = body[:16], body[20]
        theirs = body[21 : 21 + size]
        shared = self.private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        )
        info = b"WebPush: info\0" + self.key + theirs
        material = HKDF(hashes.SHA256(), 32, self.secret, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(material)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(material)
        plain = AESGCM(key).decrypt(nonce, body[21 + size :], None)
        assert plain.endswith(b"\x02")
        return json.loads(plain[:-1])


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.PUSH_TO_LOOPBACK = tmp_path, True


@pytest.fixture
def service() -> Iterator[Service]:
    started = Service()
    yield started
    started.stop()


def begin(cast: Cast, who: User, words: str) -> tuple[Any, Any]:
    client = cast.client(who)
    return client, client.post("/notifications/push/begin/", {"subscription": words})


def test_a_mention_and_a_message_reach_the_browser_sealed(
    cast: Cast, service: Service, talk: Room
) -> None:
    browser = Browser()
    say(by=cast.ola, room=cast.market, body="@jan dawno temu")
    _client, answer = begin(cast, cast.jan, browser.subscription(service.url))
    assert answer.status_code == 201
    work_off()
    assert service.received == [], "what was there before is no news"
    User.objects.filter(pk=cast.jan.pk).update(language="en")
    say(by=cast.ola, room=cast.market, body=f"@jan {SECRET}")
    work_off()
    work_off()
    ((path, headers, body),) = service.received
    assert path == "/send/abc?x=1" and SECRET.encode() not in body
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "86400")
    told = browser.opened(body)
    assert told["body"] == "Ola Wrona mentioned you in “Rynek”"
    assert told["url"] == "/chat/rynek/?at=2#m2" and SECRET not in json.dumps(told)
    _check_proof(headers["authorization"], service.url)
    start_conversation(by=cast.ola, to=[cast.jan, cast.marta], subject="Tajne", body=SECRET)
    work_off()
    told = browser.opened(service.received[-1][2])
    assert told["body"] == "Ola Wrona wrote to you", "nothing of what, not even what about"
    assert cast.client().get("/push-worker.js")["Content-Type"].startswith("text/javascript")


def _check_proof(header: str, endpoint: str) -> None:
    token = header.split("t=")[1].split(",")[0]
    assert header.endswith(f"k={public_key()}")
    signed, _, signature = token.rpartition(".")
    raw = unpacked(signature)
    numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(public_key()))
    key.verify(utils.encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(unpacked(signed.split(".")[1]))
    assert endpoint.startswith(claims["aud"]) and claims["exp"] > timezone.now().timestamp()


def test_several_at_once_are_one(cast: Cast, service: Service) -> None:
    browser = Browser()
    begin(cast, cast.jan, browser.subscription(service.url))
    for n in range(3):
        say(by=cast.ola, room=cast.market, body=f"@jan {n}")
    work_off()
    ((_path, _headers, body),) = service.received
    assert browser.opened(body)["url"] == "/notifications/"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(cast: Cast, service: Service, status: int) -> None:
    begin(cast, cast.jan, Browser().subscription(service.url))
    service.status = status
    say(by=cast.ola, room=cast.market, body="@jan")
    work_off()
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [302, 429, 500])
def test_a_service_that_cannot_is_asked_later_and_never_followed(
    cast: Cast, service: Service, status: int
) -> None:
    begin(cast, cast.jan, Browser().subscription(service.url))
    service.status = status
    say(by=cast.ola, room=cast.market, body="@jan")
    work_off()
    work_off()
    assert len(service.received) == 1
    row = PushSubscription.objects.get()
    assert row.tries == 1 and row.next_at > timezone.now()
    service.status = 201
    PushSubscription.objects.update(next_at=timezone.now())
    work_off()
    assert len(service.received) == 2
    PushSubscription.objects.update(tries=7)
    service.stop()
    say(by=cast.ola, room=cast.market, body="@jan znowu")
    work_off()
    assert not PushSubscription.objects.exists(), "who never answers is forgotten"


def test_it_ends_with_the_log_in_and_with_the_account(cast: Cast, service: Service) -> None:
    client, _ = begin(cast, cast.jan, Browser().subscription(service.url))
    client.post("/accounts/logout/")
    assert not PushSubscription.objects.exists()
    begin(cast, cast.jan, Browser().subscription(service.url))
    say(by=cast.ola, room=cast.market, body="@jan")
    cast.jan.set_password("zupełnie-inne-hasło-1")
    cast.jan.save()
    work_off()
    assert service.received == [] and not PushSubscription.objects.exists()


def test_another_who_logs_in_there_takes_the_browser_over(cast: Cast, service: Service) -> None:
    browser = Browser()
    begin(cast, cast.jan, browser.subscription(service.url))
    begin(cast, cast.ewa, browser.subscription(service.url))
    say(by=cast.ola, room=cast.market, body="@jan")
    work_off()
    assert service.received == []
    row = PushSubscription.objects.get()
    assert row.person == cast.ewa
    cast.client(cast.jan).post("/notifications/push/end/", {"id": row.pk})
    cast.client(cast.jan).post("/notifications/push/end/", {"endpoint": service.url})
    assert PushSubscription.objects.count() == 1
    cast.client(cast.ewa).post("/notifications/push/end/", {"id": row.pk})
    assert not PushSubscription.objects.exists()


def test_what_was_read_or_may_no_longer_be_seen_is_not_told(cast: Cast, service: Service) -> None:
    begin(cast, cast.jan, Browser().subscription(service.url))
    say(by=cast.ola, room=cast.market, body="@jan")
    cast.client(cast.jan).get("/chat/rynek/")
    work_off()
    say(by=cast.ola, room=cast.market, body="@jan")
    Room.objects.filter(pk=cast.market.pk).update(audience="moderators")
    work_off()
    assert service.received == []


def test_in_quiet_hours_it_waits(cast: Cast, service: Service) -> None:
    begin(cast, cast.jan, Browser().subscription(service.url))
    now = timezone.localtime()
    begins, ends = (now - timezone.timedelta(hours=1)).time(), (now + timezone.timedelta(hours=1)).time()  # type: ignore[attr-defined]  # fmt: skip
    Preferences.objects.create(person=cast.jan, quiet_from=begins, quiet_to=ends)
    say(by=cast.ola, room=cast.market, body="@jan")
    work_off()
    assert service.received == []
    Preferences.objects.update(quiet_from=None, quiet_to=None)
    PushSubscription.objects.update(next_at=timezone.now())
    work_off()
    assert len(service.received) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.org/a", "https://127.0.0.1/a", "https://[::1]/a", "https://10.0.0.1/a",
        "https://localhost/a", "https://redis/a", "https://push.example.org:6379/a", "https://2130706433/a",
        "https://u:p@push.example.org/a", "file:///etc/passwd", "ftp://push.example.org/", "gopher://x.pl/",
        "//push.example.org/a", "", "https://", "https://push.example.org/a b", "https://x.pl/" + "a" * 600,
        "https://push.example.org/a#b", "https://push.example.org/\r\nHost: x", "http://127.0.0.1:99999/",
        "http://127.0.0.1/a",
    ],
)  # fmt: skip
def test_only_public_https_addresses_are_taken(cast: Cast, settings: Any, address: str) -> None:
    settings.PUSH_TO_LOOPBACK = False
    with pytest.raises(BadEndpoint):
        checked(address)
    _client, answer = begin(cast, cast.jan, Browser().subscription(address))
    assert answer.status_code == 422 and not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
     "fe80::1", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_a_name_that_means_this_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def answers(*_: Any, **__: Any) -> Any:
        return [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (address, 443))]

    monkeypatch.setattr(carrying.socket, "getaddrinfo", answers)
    with pytest.raises(BadEndpoint):
        public_address("push.example.org")


def test_a_name_that_nobody_knows_is_tried_later() -> None:
    with pytest.raises((Unreachable, BadEndpoint)):
        public_address("nie-ma-takiej-nazwy.invalid")


@pytest.mark.parametrize(
    "words",
    ["", "[]", "{}", "x", '{"endpoint": 1}', '{"keys": {}}', '{"endpoint": "https://a.pl/", "keys": []}', "[" * 9000],
)  # fmt: skip
def test_a_strange_subscription_changes_nothing(cast: Cast, words: str) -> None:
    _client, answer = begin(cast, cast.jan, words)
    assert answer.status_code in (413, 422) and not PushSubscription.objects.exists()


def test_strange_keys_change_nothing(cast: Cast, service: Service) -> None:
    good = json.loads(Browser().subscription(service.url))
    for key, secret in (("AAAA", "AAAA"), ("ż", "ż"), (packed(b"\4" * 65), good["keys"]["auth"]),
                        (good["keys"]["p256dh"], packed(b"kort")), (1, 2), (None, None)):  # fmt: skip
        wrong = {**good, "keys": {"p256dh": key, "auth": secret}}
        assert begin(cast, cast.jan, json.dumps(wrong))[1].status_code == 422
    assert not PushSubscription.objects.exists()
    for stranger in (None, cast.nowa):
        client = cast.client(stranger)
        answer = client.post("/notifications/push/begin/", {"subscription": json.dumps(good)})
        assert answer.status_code in (302, 403)


def test_ten_browsers_are_enough(cast: Cast, service: Service) -> None:
    for n in range(11):
        _client, answer = begin(cast, cast.jan, Browser().subscription(f"{service.url}&n={n}"))
        assert answer.status_code == (201 if n < 10 else 403)
    page = cast.client(cast.jan).get("/notifications/push/").content.decode()
    assert page.count("No more here") == 10 and public_key() in page


def test_sealing_is_that_of_the_standard() -> None:
    """The example of RFC 8291, appendix A."""
    own = ec.derive_private_key(
        int.from_bytes(unpacked("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"),
        ec.SECP256R1(),
    )
    body = sealed(
        b"When I grow up, I want to be a watermelon",
        unpacked("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        unpacked("BTBZMqHH6r4Tts7J_aSIgg"), own=own, salt=unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
    )  # fmt: skip
    assert packed(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
        "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = public_key()
    file = tmp_path / "vapid.pem"
    assert public_key() == first and file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["vapid.pem"]


def test_a_closed_account_is_told_nothing(cast: Cast, service: Service) -> None:
    nela = person("nela", "Nela Sowa")
    begin(cast, nela, Browser().subscription(service.url))
    say(by=cast.ola, room=cast.market, body="@nela")
    User.objects.filter(pk=nela.pk).update(is_active=False)
    work_off()
    assert service.received == [] and not PushSubscription.objects.exists()
