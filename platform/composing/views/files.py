"""Files that go with texts: sent by a script, fetched by those who may read the text."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseNotModified
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import viewer_of
from accounts.limits import spend_as
from accounts.models import User
from composing.access import file_for
from composing.actions.count_taken import count_taken
from composing.actions.take_file import take_file
from composing.files import keeping
from composing.files.kinds import KINDS, PICTURE
from composing.files.making import LIMIT, too_large
from composing.files.shown import SIZES, address
from composing.models import Attachment
from kernel.breakdowns import beside_reading, refusal_of
from kernel.images import widths_of
from kernel.middleware import problem, refusal_problem
from kernel.refusals import Refusal

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Asked for at every showing: what was taken out of a text is gone at once, also from a browser that
    # had it. What has not changed costs a short answer (ETag).
    "Cache-Control": "private, no-cache",
}


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """One `file`, with a `key` that makes one of however many sends. Answers {"id", "name", "kind",
    "size", "shown"}: `shown` is the address of a small copy of a picture."""
    person = request.user
    if not isinstance(person, User):
        return problem(401, _("Log in first."))
    sent = request.FILES.get("file")
    if sent is None:
        return problem(422, _("Choose a file."))
    if (sent.size or 0) > LIMIT:
        return problem(413, too_large(sent.size or 0))
    try:
        spend_as(person, "file")
        row = take_file(
            by=person, data=sent.read(), name=str(sent.name or ""), key=request.POST.get("key")
        )
    except Refusal as error:
        return refusal_problem(error)
    except OSError as error:  # the page's script reads the sentence from a problem document
        refusal = refusal_of(error)
        if refusal is None:
            raise
        return refusal_problem(refusal)
    small = address(row, str(_widths(row)[0])) if row.kind == PICTURE else ""
    facts = {"id": row.pk, "name": row.name, "kind": row.kind, "size": row.size, "shown": small}
    return JsonResponse(facts, status=201)


@require_safe
def fetch(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A picture's copy is shown; a document is saved, never opened in this site's name."""
    row = file_for(viewer_of(request), pk)
    part = _part(row, name)
    etag = f'"{row.store.rsplit("/", 1)[-1]}-{part}"'
    answer: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponseNotModified()
    else:
        answer = _whole(row, part)
        if request.method == "GET":
            with beside_reading():
                count_taken(row)
        answer["Content-Disposition"] = str(
            content_disposition_header(row.kind != PICTURE, row.name)
        )
    answer["ETag"] = etag
    for header, value in HEADERS.items():
        answer[header] = value
    return answer


def _part(row: Attachment, name: str) -> str:
    if row.kind != PICTURE:
        if name != row.name:
            raise Http404
        return keeping.WHOLE
    width = name.removesuffix(".webp")
    if not name.endswith(".webp") or width not in map(str, _widths(row)):
        raise Http404
    return width


def _widths(row: Attachment) -> list[int]:
    return list(widths_of(row.width or 0, SIZES))


def _whole(row: Attachment, part: str) -> HttpResponseBase:
    media = KINDS[row.kind].media
    if settings.PROXY_SENDS_FILES:
        return HttpResponse(
            content_type=media,
            headers={"X-Accel-Redirect": keeping.inner_address(row.store, part)},
        )
    try:
        return FileResponse(keeping.path_of(row.store, part).open("rb"), content_type=media)
    except OSError as error:
        raise Http404 from error
