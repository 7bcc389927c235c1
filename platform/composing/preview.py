"""A text as it would be shown, to the byte, before it is sent."""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from accounts.models import User
from composing.text import Holder, compose
from kernel.gate import POST_LIMIT, BadText, clean_text
from kernel.markdown import POST_HEADING
from kernel.templatetags.look import typo


def preview_of(
    request: HttpRequest, person: User, holder: Holder | None = None, *, top: int = POST_HEADING
) -> HttpResponse:
    """`body` of the request as the page of the saved text shows it: made by the same functions."""
    try:
        body = clean_text(request.POST.get("body", ""), limit=POST_LIMIT)
    except BadText as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    html = compose(body, by=person, holder=holder, top=top, strict=False).html
    return HttpResponse(typo(mark_safe(html)))
