"""Clients of the API, as programs outside are: no cookie, a token or none."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tokens import make_token
from tests.cast import Cast


class Caller:
    """Sends JSON to /api/v1/ as a person (by token) or as nobody."""

    def __init__(self, person: User | None = None) -> None:
        headers = {"accept-language": "en"}
        if person is not None:
            headers["authorization"] = f"Bearer {make_token(person)}"
        self._client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self._client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=headers
        )

    def patch(self, path: str, body: Any) -> Any:
        return self._client.patch(f"/api/v1/{path}", body, content_type="application/json")

    def put(self, path: str, body: Any = None) -> Any:
        return self._client.put(f"/api/v1/{path}", body or {}, content_type="application/json")

    def delete(self, path: str) -> Any:
        return self._client.delete(f"/api/v1/{path}")

    def raw(self, path: str, body: bytes, content_type: str = "application/json") -> Any:
        return self._client.generic("POST", f"/api/v1/{path}", body, content_type=content_type)


@pytest.fixture
def ola(cast: Cast) -> Caller:
    return Caller(cast.ola)


@pytest.fixture
def jan(cast: Cast) -> Caller:
    return Caller(cast.jan)


@pytest.fixture
def marta(cast: Cast) -> Caller:
    return Caller(cast.marta)


@pytest.fixture
def nobody(cast: Cast) -> Caller:
    return Caller()
