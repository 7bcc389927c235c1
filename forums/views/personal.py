"""What a topic's page shows of the person who looks: attributes of the body, and what follows the
kept main. Filled into kept text, since most of it is the same for everybody."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.models import User
from accounts.viewer import Viewer, check_writer, is_moderator
from directory.models import Organisation
from forums.forms import PostForm
from forums.models import Topic
from forums.paths import verb_path
from forums.policies import archived_words
from forums.ports import level_for
from forums.questions.helping import asked_of, helped_by, why
from forums.reactions.reading import marks_of
from forums.rows import TopicRow
from forums.topic_main import LEVELS_MARK
from kernel.forms import fresh_key, stamp
from kernel.pages import BUILD, kept
from kernel.refusals import Refused

TOPIC_MARK, KEY_MARK, TOKEN_MARK, VOICE_MARK, OPENED_MARK = (
    f"mark{BUILD}{name}mark" for name in ("topic", "key", "token", "voice", "opened")
)
"""Plain letters that stand for a topic's id, an idempotency key, the form token and the like in kept text."""


def body_of(
    viewer: Viewer,
    row: TopicRow,
    voices: Sequence[Organisation] = (),
    ballots: Mapping[int, Collection[int]] | None = None,
) -> dict[str, str]:
    """Attributes of <body>: what scripts need to mark own and unread posts and to follow the topic."""
    body = {"data-topic": str(row.pk), "data-last": str(row.last_number)}
    if not isinstance(viewer, User):
        return body
    asker_owns = _started(viewer, row, voices)
    asker = is_moderator(viewer) or asker_owns
    can = [
        "accept" if asker and row.kind == Topic.Kind.QUESTION else "",
        "help" if viewer.verified else "",
        "react" if viewer.verified and not row.closed and not row.archived else "",
        "same" if viewer.verified and not asker_owns and row.kind == Topic.Kind.QUESTION else "",
        "moderate" if is_moderator(viewer) else "",
    ]
    return {
        **body,
        "data-me": viewer.handle,
        "data-can": " ".join(word for word in can if word),
        "data-read": str(row.read_number or 0),
        **({"data-same": "1"} if row.same else {}),
        **({"data-helped": helped_by(viewer, row.pk)} if row.helps else {}),
        **({"data-reacted": marks_of(viewer, row.pk)} if row.reacted else {}),
        **({"data-votes": _votes(ballots)} if ballots else {}),
        **({"data-voices": " ".join(voice.slug for voice in voices)} if voices else {}),
    }


def _votes(ballots: Mapping[int, Collection[int]]) -> str:
    return " ".join(str(choice) for chosen in ballots.values() for choice in sorted(chosen))


def _started(viewer: User, row: TopicRow, voices: Sequence[Organisation]) -> bool:
    """As `directory.voices.holds`, without asking again for what is known."""
    if row.organisation_id is None:
        return row.author_id == viewer.pk
    return any(voice.pk == row.organisation_id for voice in voices)


def foot_of(
    request: HttpRequest,
    viewer: User,
    row: TopicRow,
    rail: str,
    *,
    voices: Sequence[Organisation] = (),
    known: str = "",
    waits: str = "",
) -> str:
    """The reply form, or why there is none; what this person may do with the topic; what they
    may know besides of its posts (`known`); then the rail.
    It ends the columns that the kept main of a member's page leaves open, so that on a phone the form
    comes right after the replies."""
    try:
        check_writer(viewer)
        barred = ""
    except Refused as error:
        barred = error.message
    refusal = barred or (archived_words() if row.archived else "")
    if not refusal and (not row.closed or is_moderator(viewer)):
        answer = reply_form(request, row, voices)
    else:
        answer = render_to_string("forums/_no_reply.html", {"refusal": refusal})
    verbs = _verbs(viewer, row, voices, blocked=bool(barred))
    rail = rail.replace(LEVELS_MARK, levels_of(viewer, "topic", row.pk), 1)
    return f"{waits}{_asked(viewer, row)}{answer}{verbs}{known}</div>{rail}</div>"


def _asked(viewer: User, row: TopicRow) -> str:
    """Why this person, or an organisation of theirs, was asked, with a way to say that it is not for them."""
    asked = asked_of(viewer, row.pk) if row.routed else ()
    if not asked:
        return ""
    context = {
        "asked": [(entry.helper.organisation, why(entry.reasons)) for entry in asked],
        "decline_path": verb_path(row.pk, "decline"),
    }
    return render_to_string("forums/_asked.html", context)


def levels_of(viewer: Viewer, kind: str, pk: int) -> str:
    """How much this person hears of a topic or forum, to be changed by a press."""
    level = level_for(viewer, kind, pk)
    if not level:
        return ""

    def make() -> str:
        path = f"/notifications/watch/{kind}/{TOPIC_MARK}/"
        return render_to_string(
            "notifications/_levels.html", {"level": level, "of": kind, "path": path}
        )

    text = kept("frame", ("levels", BUILD, get_language(), kind, level), make)
    return text.replace(TOPIC_MARK, str(pk))


def reply_form(request: HttpRequest, row: TopicRow, voices: Sequence[Organisation] = ()) -> str:
    text = kept("frame", ("forums reply", BUILD, get_language()), _empty_form)
    for mark, value in (
        (VOICE_MARK, PostForm(voices=voices)["organisation"].as_field_group() if voices else ""),
        (TOPIC_MARK, str(row.pk)),
        (KEY_MARK, fresh_key()),
        (TOKEN_MARK, get_token(request)),
        (OPENED_MARK, stamp()),
    ):
        text = text.replace(mark, value)
    return text


def _empty_form() -> str:
    context = {
        "form": PostForm(),
        "topic": TOPIC_MARK,
        "key": KEY_MARK,
        "token": TOKEN_MARK,
        "opened": OPENED_MARK,
        "voices": VOICE_MARK,
    }
    return render_to_string("forums/_reply.html", context)


def _verbs(viewer: User, row: TopicRow, voices: Sequence[Organisation], *, blocked: bool) -> str:
    started = _started(viewer, row, voices)
    own = started and not row.closed and not row.archived
    others = row.kind == Topic.Kind.QUESTION and not started and not blocked
    same = row.same if others else None
    detail = others and row.accepted_id is None and not row.closed and not row.archived
    moderator = is_moderator(viewer) and not blocked
    curator = viewer.is_curator and not blocked and not row.archived
    key: tuple[Any, ...] = (
        "forums verbs", BUILD, get_language(), own and not blocked, moderator, curator, row.closed, row.pinned,
        same, detail, row.archived,
    )  # fmt: skip

    def make() -> str:
        context = {
            "change": (own or moderator) and not blocked,
            "poll": not row.archived,
            "moderator": moderator,
            "curator": curator,
            "curation": {
                "prepared": f"/curation/answers/for/{TOPIC_MARK}/",
                "same": f"/curation/same/{TOPIC_MARK}/",
            },
            "same": same,
            "detail": detail,
            "closed": row.closed,
            "pinned": row.pinned,
            "paths": {
                verb: verb_path(TOPIC_MARK, verb)
                for verb in (
                    "edit",
                    "close",
                    "reopen",
                    "pin",
                    "unpin",
                    "same",
                    "detail",
                    "move",
                    "split",
                    "merge",
                    "poll",
                )
            },
            "keep_path": f"/notifications/keep/topic/{TOPIC_MARK}/",
            "report_path": f"/moderation/report/topic/{TOPIC_MARK}/",
            "case_path": f"/moderation/topic/{TOPIC_MARK}/",
        }
        return render_to_string("forums/_verbs.html", context)

    return kept("frame", key, make).replace(TOPIC_MARK, str(row.pk))
