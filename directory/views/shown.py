"""A list shown as far as its address can be meant: the status says that something of it could not."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kernel.pages import HotPage, respond
from kernel.paging import BadCursor
from kernel.refusals import Invalid

PageAt = Callable[[str | None, Sequence[str]], HotPage]
"""The page from a cursor, with the sentences that it has to say. With any it must not be kept (no key):
there are more such addresses than pages."""


def shown(
    request: HttpRequest, page: PageAt, *, cursor: str | None, left_out: Sequence[str]
) -> HttpResponse:
    """From the beginning where the cursor leads nowhere."""
    try:
        answer = respond(request, page(cursor, left_out))
        if left_out:
            answer.status_code = Invalid.status
    except BadCursor:
        words = _("This address leads to a page that is no more: the list begins here.")
        answer = respond(request, page(None, [*left_out, words]))
        answer.status_code = BadCursor.status
    return answer
