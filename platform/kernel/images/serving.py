"""The door of pictures: files of ours below the media folder, shown and never run.

nginx serves them by itself in production (deploy/nginx/site.conf says the same headers); this is for
the embedded server. It stands before sessions and languages: a picture is the same for everybody.
"""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from kernel.images.keeping import FILE, _root

HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def media(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:  # fmt: skip
    """Middleware. What is no file of ours goes on, to be missing like any other address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.MEDIA_URL):
            return get_response(request)
        answer = _answer(request, request.path_info.removeprefix(settings.MEDIA_URL))
        return cast(HttpResponse, answer) if answer else get_response(request)

    return middleware


def _answer(request: HttpRequest, path: str) -> HttpResponseBase | None:
    if request.method not in ("GET", "HEAD") or not FILE.fullmatch(path):
        return None
    try:
        file = (_root() / path).open("rb")
    except OSError:
        return None
    etag = f'"{path.rsplit("/", 1)[-1].removesuffix(".webp")}"'
    answer: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        file.close()
        answer = HttpResponseNotModified()
    else:
        answer = FileResponse(file, content_type="image/webp", filename=path.rsplit("/", 1)[-1])
    answer["ETag"] = etag
    for name, value in HEADERS.items():
        answer[name] = value
    return answer
