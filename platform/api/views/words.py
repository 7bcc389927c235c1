"""The shared words: what the codes of practice areas, audiences and formats mean."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from api.doors import answer, reader
from api.schemas import READ_PROBLEMS
from taxonomy.words import vocabulary

router = Router(tags=["directory"])


class WordOut(Schema):
    code: str
    name_pl: str
    name_en: str


class AreaOut(WordOut):
    parent: str | None = None


class WordsOut(Schema):
    practices: list[AreaOut]
    audiences: list[WordOut]
    formats: list[WordOut]


@router.get("/words", response={200: WordsOut, **READ_PROBLEMS})
def words(request: HttpRequest) -> Any:
    """The codes that organisations and notes carry. Practice areas have two levels: `parent` is the
    code of the heading; filtering by a heading finds what stands under it too."""
    reader(request)
    return answer(vocabulary())
