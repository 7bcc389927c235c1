"""Where people come by HTTPS, plain HTTP leads readers on and refuses everything else."""

import json

import pytest
from django.test import Client, override_settings

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
BEHIND_A_PROXY = override_settings(
    SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
)


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


@BEHIND_A_PROXY
@pytest.mark.parametrize("path", ["/", "/forums/ogolne/?page=2", "/accounts/login/", "/nie-ma/"])
def test_a_reader_is_led_on(cast: Cast, visitor: Client, path: str) -> None:
    answer = visitor.get(path, headers={"x-forwarded-proto": "http"})
    assert answer.status_code == 301
    assert answer["Location"] == f"https://testserver{path}"


@BEHIND_A_PROXY
def test_a_program_is_refused_and_not_led_on(cast: Cast, visitor: Client) -> None:
    for send in (visitor.get, visitor.post, visitor.delete):
        answer = send(
            "/api/v1/forums", headers={"x-forwarded-proto": "http", "authorization": "Bearer x"}
        )
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
        assert "https://" in json.loads(answer.content)["detail"]
        assert "Location" not in answer


@BEHIND_A_PROXY
def test_what_a_form_brought_unprotected_does_nothing(cast: Cast, visitor: Client) -> None:
    sent = {"login": cast.ola.email, "password": PASSWORD}
    for headers in ({"x-forwarded-proto": "http"}, {}):
        answer = visitor.post("/accounts/login/", sent, headers=headers)
        assert answer.status_code == 403
        assert not answer.cookies
    answer = visitor.post(
        "/accounts/login/", sent, headers={"x-forwarded-proto": "http", "accept-language": "pl"}
    )
    assert "https://" in answer.content.decode() and "This site" not in answer.content.decode()


@BEHIND_A_PROXY
def test_by_https_and_for_health_checks_all_is_as_ever(cast: Cast, visitor: Client) -> None:
    for path in ("/", "/api/v1/forums"):
        assert visitor.get(path, headers={"x-forwarded-proto": "https"}).status_code == 200
    for path in ("/healthz", "/readyz"):
        assert visitor.get(path).status_code == 200


def test_without_a_proxy_of_ours_its_header_says_nothing(cast: Cast, visitor: Client) -> None:
    assert visitor.get("/", headers={"x-forwarded-proto": "http"}).status_code == 200
