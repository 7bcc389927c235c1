"""What comes and goes of notes, for the description. The actions judge what is in a write."""

from typing import Any

from ninja import Field, Schema

from api.schemas import IN_NAME_OF, Shape


class NoteFields(Schema):
    """What a note may have beside its title and text."""

    summary: str | None = Field(None, description="at most 300 characters")
    template: str | None = Field(
        None, description="free, workshop, access, heritage, report or tool"
    )
    facts: dict[str, Any] | None = Field(
        None, description="people, minutes (a number), cost (0, 200, 1000, 5000 or more), staff"
    )
    sections: dict[str, Any] | None = Field(
        None,
        description="Markdown: context, materials, steps, access, risks, failed, results",
    )
    practices: list[str] | None = None
    audiences: list[str] | None = None
    licence: str | None = Field(
        None, description="CC BY, CC BY-SA, CC BY-NC, CC0 or all rights reserved"
    )
    source: str | None = None
    based_on: str | None = Field(
        None,
        description="what it is an adaptation of: a note's path or slug, or an address outside",
    )
    translation_of: str | None = Field(None, description="a note's path or slug")
    easy: str | None = Field(None, description="the same in words that are easy to read")
    sign_url: str | None = Field(None, description="the address of a film in sign language")
    captions: str | None = Field(
        None,
        description="needed where the text leads to a film: captions, transcript or silent",
    )


class NoteIn(NoteFields):
    title: str
    body: str
    lang: str | None = "pl"
    tags: list[str] = []
    status: str | None = Field("published", description="published or draft")
    organisation: str | None = Field(None, description=IN_NAME_OF)


class NoteChangeIn(NoteFields):
    """What is not given stays as it is."""

    title: str | None = None
    body: str | None = None
    lang: str | None = None
    tags: list[str] | None = None
    status: str | None = Field(None, description="published or draft")
    comment: str = Field("", description="what was changed, for the history")
    weight: str = Field("change", description="typo, change or major")
    in_step: bool = Field(False, description="a translation says again what its original says")
    answers: bool = Field(False, description="it answers what readers doubted")
    seen: int | None = Field(
        None, description="the id of the newest revision as you saw it: another one is a 409"
    )
    seen_status: str | None = Field(
        None,
        description="draft or published, as you saw it: if `status` says the same and the note has"
        " become the other meanwhile, it is a 409",
    )


class NoteOut(Shape):
    slug: str
    title: str


class NoteChangedOut(NoteOut):
    waiting: bool = Field(description="whether the change waits for a reviewer")
    revision: int = Field(description="the number of the newest state")
    seen: int = Field(description="its id, for `seen` of the next change")


class RevisionOut(Shape):
    number: int
    state: str = Field(description="shown, waiting, returned or replaced")
    weight: str


class JudgeIn(Schema):
    answer: str = Field(description="approve or improve")
    reason: str = Field("", description="needed for improve")


class VerdictOut(Shape):
    answer: str


class CoAuthorIn(Schema):
    handle: str = Field(description="who is asked to write the note with its author")


class CoAuthorOut(Schema):
    handle: str
    state: str = Field(description="invited or accepted")


class RunIn(Schema):
    ran_on: str = Field(description="YYYY-MM-DD")
    body: str = Field(description="how it went: Markdown, at most 8,000 characters")
    group: str = ""
    changed: str = Field("", description="what was done otherwise than the note says")
    organisation: str | None = Field(
        None, description="the slug of an organisation that you belong to, where it was done"
    )


class RunOut(Shape):
    ran_on: str


class DoubtIn(Schema):
    reason: str = Field(description="what is not so any more, and how you know")


class DoubtOut(Shape):
    state: str = Field(description="open, true or changed")


class ConfirmIn(Schema):
    answer: str = Field("", description="to those who doubted")
    review_by: str | None = Field(None, description="YYYY-MM-DD; none: a year from now")
    changed: bool = Field(False, description="the note was changed; otherwise: it is still true")


class HelpfulIn(Schema):
    helped: bool
    reason: str = Field("", description="what is missing, for its authors and reviewers")


class StewardIn(Schema):
    handle: str = Field(description="one of those who may change the note")


class CollectionIn(Schema):
    title: str
    intro: str = Field(description="Markdown, at most 8,000 characters")
    lang: str = "pl"


class CollectionOut(Shape):
    slug: str
    title: str


class ItemIn(Schema):
    remark: str = Field("", description="why it is there, at most 300 characters")
