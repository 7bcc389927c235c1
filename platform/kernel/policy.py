"""The Content-Security-Policy of a response: one for the whole site, worded once."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class FixedPolicyMiddleware(CSPMiddleware):
    """django-csp words its policy anew for each response, though nothing here changes it: no nonce, which
    would forbid keeping pages, and no view with a policy of its own but for files, which say theirs."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """There is no nonce to hand out."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if HEADER not in response:
            response[HEADER] = self._policy
        return response
