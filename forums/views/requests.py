"""What the views of the forums read from a request."""

from django.http import Http404, HttpRequest

from accounts.limits import spend_as as spend_by_level
from accounts.models import User
from kernel.gate import whole_number


def page_number(request: HttpRequest) -> int:
    """`?page=`, from 1. What is no page is not found."""
    raw = request.GET.get("page")
    number = 1 if raw is None else whole_number(raw, least=1)
    if number is None:
        raise Http404
    return number


def spend_as(action: str, person: object) -> None:
    """Counts what a person does against their limit; visitors are refused by the action itself."""
    if isinstance(person, User):
        spend_by_level(person, action)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of the page asks, which puts the answer into its place."""
    return request.headers.get("Accept", "").startswith("application/json")
