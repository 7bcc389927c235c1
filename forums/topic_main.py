"""What a topic's page shows, made when it is not kept."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.viewer import Audience
from forums.arranging import Line, arranged
from forums.happenings import rows_between
from forums.models import Post, Topic
from forums.newer import MOST, new_from
from forums.paths import (
    PAGE,
    forum_path,
    page_of,
    post_path,
    post_verb_path,
    tag_path,
    topic_path,
    verb_path,
)
from forums.pieces import Place, Shelf, line_of_post, lines_of
from forums.policies import archived_words
from forums.polls.reading import pieces_of
from forums.ports import lineage, talk
from forums.questions.helping import question_of
from forums.questions.models import Asked
from forums.reactions.kinds import offered
from forums.reactions.reading import shown
from forums.reading_order import Order
from forums.rows import STANDINS, TopicRow
from forums.voices import voice_of
from kernel.compiled import CompiledObjects
from kernel.pages import BUILD, epoch, kept

LEVELS_MARK = f"mark{BUILD}levelsmark"
"""Plain letters that stand for what a member hears of the topic, in the kept rail."""


UNREAD_MARK = f"mark{BUILD}unreadmark"
"""The same for the link to the first post that a member has not read."""


def divider_on(row: TopicRow, page: int, unread: int) -> int:
    """The number of the first unread post if this page divides there what is read from what is new, else 0."""
    first = (page - 1) * PAGE + 1
    # On a page where everything is new a divider would divide nothing.
    return unread if first < unread <= page * PAGE else 0


def unread_link(row: TopicRow, unread: int) -> str:
    if not unread:
        return ""
    return format_html('<a href="{}">{}</a>', unread_path(row, unread), _("To the first unread"))


def unread_path(row: TopicRow, number: int) -> str:
    """Where the divider before the first unread post stands."""
    post = post_path(row.pk, row.slug, number)
    return post.replace("#p", "#new-") if number % PAGE != 1 else post


def _place(row: TopicRow) -> Place:
    return Place(row.pk, row.slug, row.author_id, row.organisation_id, row.accepted_id)


def _topics(pk: Any) -> QuerySet[Topic]:
    topics = Topic.objects.select_related(
        "forum", "author", "organisation", "accepted", "accepted_by", "region", "question",
        "question__asks_detail",
    )  # fmt: skip
    asked = Asked.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    counted = Subquery(asked.annotate(n=Count("pk")).values("n"))
    return topics.annotate(asked_count=counted).filter(pk=pk)


_topic = CompiledObjects[Topic](_topics, parameters=1)
_first = CompiledObjects[Post](
    lambda topic: Post.objects.filter(topic_id=topic, number=1), parameters=1
)


class TopicMain:
    """What a topic's page shows, made when it is not kept."""

    def __init__(
        self, row: TopicRow, *, kind: str, page: int, target: int, divider: int, order: Order,
        voted: Collection[int] = (),
    ) -> None:  # fmt: skip
        self.row, self.kind, self.page, self.target, self.divider = row, kind, page, target, divider
        self.order, self._voted = order, voted

    def _page_path(self, page: int) -> str:
        return topic_path(self.row.pk, self.row.slug, page=page, order=self.order.query)

    @property
    def html(self) -> str:
        html = render_to_string("forums/topic.html", self._context())
        # The kept piece is without the mark: only this page has it.
        name = f'id="p{self.target}" class="'
        return html.replace(name, f"{name}post-target ", 1) if self.target > 1 else html

    @property
    def has_removed(self) -> bool:
        """Whether there is a removed post on this page, which somebody may see more of."""
        row = self.row
        key = (epoch(), "removed", row.pk, row.version, row.last_number, self.page)
        return (
            kept("row", key, lambda: "yes" if any(line.removed for line in self._lines) else "")
            != ""
        )

    @property
    def rail(self) -> str:
        """What stands beside the topic: a part of the main for visitors, after the form for members."""
        row = self.row
        key = (
            BUILD,
            epoch(),
            "rail",
            row.pk,
            row.version,
            row.last_number,
            row.forum_name_version,
            get_language(),
        )

        def make() -> str:
            context = {
                "topic": self._topic,
                "forum_path": forum_path(row.forum_slug),
                "asked": self._topic.asked_count,
                "lineage": self._lineage(),
                "talk_path": talk(self.row.pk) if self._topic.grown else "",
                "levels": LEVELS_MARK,
            }
            return render_to_string("forums/_rail.html", context)

        return kept("row", key, make)

    def _lineage(self) -> str:
        """What it was made of and what was made of it: for most topics nothing, and nobody asks."""
        context = {
            "lineage": lineage(self.row.pk) if self._topic.grown else None,
            "note_path": verb_path(self.row.pk, "note"),
            "public": self._topic.forum.audience == Audience.PUBLIC,
        }
        return render_to_string("forums/_lineage.html", context)

    @cached_property
    def _topic(self) -> Any:
        topic = _topic.one(self.row.pk)
        if topic is None:
            raise Topic.DoesNotExist
        return topic

    @cached_property
    def _shelf(self) -> Shelf:
        row = self.row
        place = _place(row)
        return Shelf(place, self._lines, moderator=self.kind == "moderator")

    @cached_property
    def _lines(self) -> list[Line]:
        return lines_of(self.row.pk, after=(self.page - 1) * PAGE, upto=self.page * PAGE)

    def _context(self) -> dict[str, Any]:
        row, topic, last = self.row, self._topic, page_of(self.row.last_number)
        first = self._first()
        replies = [line for line in self._lines if line.number > 1]
        question = question_of(topic)
        ask = question.asks_detail if question else None
        return {
            "row": row,
            "topic": topic,
            "voice": voice_of(topic),
            "first": first,
            "polls": self._polls(),
            "reactions": shown(first) if first and not first.hidden else (),
            "reactions_path": post_verb_path(row.pk, 1, "reactions"),
            "kinds": offered(question=False, number=2),
            "page": self.page,
            "same_as": lineage(row.pk).same_as if topic.grown and self.page == 1 else None,
            "visitor": self.kind == "visitor",
            "archived": archived_words() if row.archived else "",
            "rail": self.rail.replace(LEVELS_MARK, "") if self.kind == "visitor" else "",
            "path": topic_path(row.pk, row.slug),
            "forum_path": forum_path(row.forum_slug),
            "crumbs": [(_("Forum"), "/forums/"), (topic.forum.name, forum_path(row.forum_slug))],
            "tags": [(tag.name, tag_path(tag.slug)) for tag in topic.tags.all()],
            "posts": arranged(
                replies,
                self._shelf.piece,
                unread_from=self.divider,
                before_unread=self._divider(),
                between=rows_between(topic, after=(self.page - 1) * PAGE, upto=self.page * PAGE)
                if row.happened
                else (),
                flat=self.order.by_time,
            ),
            "silent": not replies,
            "by_time": self.order.by_time,
            "accepted": self._accepted(),
            "accepted_path": post_path(row.pk, row.slug, topic.accepted.number)
            if topic.accepted
            else "",
            "asks_path": post_path(row.pk, row.slug, ask.number) if ask else "",
            "same_path": verb_path(row.pk, "same"),
            "same": question.same_count if question else 0,
            "unread_mark": "" if self.kind == "visitor" else UNREAD_MARK,
            "reply_path": verb_path(row.pk, "reply"),
            "actions_path": post_verb_path(row.pk, 1, "actions"),
            "edit_path": post_verb_path(row.pk, 1, "edit"),
            "quotation_path": post_verb_path(row.pk, 1, "quotation"),
            "history_path": post_verb_path(row.pk, 1, "history"),
            "previous": self._page_path(self.page - 1) if self.page > 1 else "",
            "next": self._page_path(self.page + 1) if self.page < last else "",
            "pages": _("page %(page)d of %(last)d") % {"page": self.page, "last": last}
            if last > 1
            else "",
            "login_path": f"/accounts/login/?next={topic_path(row.pk, row.slug)}",
        }

    def _polls(self) -> str:
        """The polls, on the first page: with results for those who have voted where only they see them."""
        if not self.row.polled or self.page > 1:
            return ""
        return pieces_of(STANDINS[self.kind], self._topic, voted=self._voted)

    def _first(self) -> Post | None:
        """The post that opens the topic, on its first page; None when its text is gone."""
        if self.page > 1:
            return None
        post = _first.one(self.row.pk)
        if post is None or post.removed_at or post.moved_to_id:
            return None
        return None if post.hidden and self.kind != "moderator" else post

    def _accepted(self) -> str:
        """The accepted answer once more, under the question."""
        if self.page > 1 or self.row.accepted_id is None:
            return ""
        line = next((line for line in self._lines if line.pk == self.row.accepted_id), None)
        if line is not None and line.number == 2:
            return ""  # it stands there anyway
        if line is not None:
            return self._shelf.piece(line, copy=True)
        line = line_of_post(self.row.accepted_id)
        if line is None:
            return ""
        place = _place(self.row)
        return Shelf(place, [line], moderator=self.kind == "moderator").piece(line, copy=True)

    def _divider(self) -> str:
        if not self.divider:
            return ""
        context = {"words": _new_words(self.row.pk, self.divider), "number": self.divider}
        return render_to_string("forums/_divider.html", context)


def _new_words(topic_id: int, first: int) -> str:
    count = new_from(topic_id, first)
    if count > MOST:
        return _("more than %(most)d new since your last visit") % {"most": MOST}
    words = ngettext(
        "%(count)d new since your last visit", "%(count)d new since your last visit", count
    )
    return words % {"count": count}
