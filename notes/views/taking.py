"""A note as a file, for who may read it: a PDF, or a document to be changed."""

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from kernel.addresses import address_of
from kernel.breakdowns import beside_reading
from kernel.limits import spend
from kernel.pages import BUILD, epoch
from notes.access import note_for
from notes.actions.count_taken import count_taken
from notes.models import PracticeNote
from notes.taking.paper import Paper, paper_of
from taxonomy.editions import editions

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, slug, "pdf", PDF)


@require_safe
def docx(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, slug, "docx", DOCX)


def _maker(ending: str) -> Callable[[Paper], bytes]:
    """Loaded when somebody asks: these libraries are large."""
    if ending == "pdf":
        from notes.taking.pdf import pdf_of

        return pdf_of
    from notes.taking.docx import docx_of

    return docx_of


def _file(request: HttpRequest, slug: str, ending: str, media: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    note = note_for(viewer, slug)
    etag = _etag(note, ending)
    if request.headers.get("If-None-Match") == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        spend("taking", f"u{viewer.pk}" if viewer.pk else f"ip{address_of(request)}")
        answer = HttpResponse(_maker(ending)(paper_of(note)), content_type=media)
        if request.method == "GET":
            with beside_reading():
                count_taken(note)
        # The PDF opens in the browser, which reads it aloud, too; a document is saved.
        name = f"{note.slug}.{ending}"
        answer["Content-Disposition"] = str(content_disposition_header(ending != "pdf", name))
        answer["X-Robots-Tag"] = "noindex"
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _etag(note: PracticeNote, ending: str) -> str:
    """Not by the note's version: that rises with every taking."""
    parts = (BUILD, epoch(), note.pk, note.updated_at.isoformat(), note.ran, *editions("words"))
    return f'"{blake2b(repr((ending, parts)).encode(), digest_size=12).hexdigest()}"'
