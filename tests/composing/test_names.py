"""Names and tags in a text: who is linked, who hears of it, who is proposed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer
from composing.mentions import MOST
from forums.actions.edit_post import edit_post
from forums.actions.post_reply import post_reply
from forums.integrity import html as html_check
from forums.models import Topic
from kernel.limits import LIMITS, NAMES
from kernel.refusals import Invalid
from notifications.models import Notification
from taxonomy.models import Tag
from tests.cast import Cast, person
from tests.composing.conftest import reply_path


def told(who: User, kind: str = "mention") -> int:
    return Notification.objects.filter(person=who, kind=kind).count()


def test_names_become_links_when_they_exist(cast: Cast, topic: Topic) -> None:
    Tag.objects.create(name="światło", slug="swiatlo")
    words = (
        "Pytaj @Jan i @dom-kultury-w-brzozowce, #światło. @nikt #nic jan@example.org `@jan` "
        "[@jan](https://example.org) \\@ewa\n\n    @jan"
    )
    html = post_reply(by=cast.ewa, topic=topic, body=words).html
    link = '<a class="mention" href="{}" rel="nofollow ugc noopener">{}</a>'
    assert link.format("/people/jan/", "@Jan") in html
    assert link.format("/directory/dom-kultury-w-brzozowce/", "@dom-kultury-w-brzozowce") in html
    assert link.format("/search/?tag=swiatlo", "#światło") in html
    assert html.count('class="mention"') == 3
    assert "@nikt #nic jan@example.org <code>@jan</code>" in html


def test_what_is_hidden_is_not_named(cast: Cast, topic: Topic) -> None:
    type(cast.house).objects.filter(pk=cast.house.pk).update(hidden=True)
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    html = post_reply(by=cast.ewa, topic=topic, body="@jan @dom-kultury-w-brzozowce").html
    assert "<a" not in html
    assert told(cast.jan) == told(cast.ola) == 0


def test_only_so_many_are_named_and_fewer_by_a_newcomer(
    cast: Cast, topic: Topic, settings: Any
) -> None:
    crowd = [person(f"osoba{at}", f"Osoba {at}") for at in range(MOST + 2)]
    words = " ".join(f"@{one.handle}" for one in crowd)
    User.objects.filter(pk=cast.jan.pk).update(level=0)
    newcomer = User.objects.get(pk=cast.jan.pk)
    settings.RATE_LIMIT_FACTOR = 1
    with pytest.raises(Invalid, match="mention 3 people"):
        post_reply(by=newcomer, topic=topic, body=words)
    assert sum(map(told, crowd)) == 0
    few = post_reply(
        by=newcomer, topic=topic, body=" ".join(f"@{one.handle}" for one in crowd[:NAMES])
    )
    assert few.html.count("<a ") == sum(map(told, crowd)) == NAMES
    many = post_reply(by=cast.ewa, topic=topic, body=words)
    assert many.html.count("<a ") == MOST


def test_who_is_named_is_told_once(cast: Cast, topic: Topic) -> None:
    post = post_reply(by=cast.ewa, topic=topic, body="@jan @ewa @ola")
    # Ola follows her own topic: one word of it is enough. Nobody tells themselves.
    assert (told(cast.jan), told(cast.ewa), told(cast.ola)) == (1, 0, 0)
    assert told(cast.ola, "reply") == 1
    edit_post(by=cast.ewa, post=post, body="@jan jeszcze raz, i @adam")
    assert (told(cast.jan), told(cast.adam)) == (1, 1)
    page = cast.client(cast.jan).get("/notifications/").content.decode()
    assert "Ewa Kostka mentioned you in “Noc w bibliotece”" in page


def test_an_organisation_is_its_present_editors(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Zapytaj @dom-kultury-w-brzozowce")
    # Ola edits its page; she follows the topic and was told of the reply. Ewa used to edit it.
    assert told(cast.ewa) == 0
    assert told(cast.ola, "reply") == 1
    other = Topic.objects.get(pk=topic.pk)
    Notification.objects.all().delete()
    from notifications.models import Watch

    Watch.objects.all().delete()
    post_reply(by=cast.jan, topic=other, body="Jeszcze @dom-kultury-w-brzozowce")
    assert (told(cast.ola), told(cast.ewa)) == (1, 0)


def test_who_may_not_see_it_is_not_told(cast: Cast, secret: Topic) -> None:
    post_reply(by=cast.marta, topic=secret, body="@jan @ewa @adam @dom-kultury-w-brzozowce")
    assert [told(one) for one in (cast.jan, cast.ewa, cast.ola)] == [0, 0, 0]
    assert told(cast.adam) == 1


def test_the_preview_is_the_published_text_to_the_byte(cast: Cast, topic: Topic) -> None:
    words = "# Nagłówek\n\n@jan i @nikt o 5 km\n\n| a | b |\n|---|---|\n| 1 | `i w` |\n\n- [x] tak"
    client = cast.client(cast.ewa)
    place = {"body": words, "place": f"topic-{topic.pk}-reply"}
    shown = client.post("/forums/preview/", place).content.decode()
    assert client.post(reply_path(topic), {"body": words}).status_code == 303
    page = client.get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    assert 'href="/people/jan/"' in shown
    assert f">{shown}</div>" in page


def test_later_names_change_nothing_that_was_said(cast: Cast, topic: Topic) -> None:
    post = post_reply(by=cast.ewa, topic=topic, body="@jan @pozniej #pozniej")
    person("pozniej", "Późna Osoba")
    Tag.objects.create(name="pozniej", slug="pozniej")
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    assert list(html_check(False)) == []
    assert post.html.count("<a ") == 1


@pytest.fixture
def suggested(cast: Cast) -> Callable[..., list[str]]:
    def ask(viewer: Viewer, q: str, place: str = "") -> list[str]:
        answer = cast.client(viewer).get("/suggest/", {"q": q, "place": place})
        assert answer.status_code == 200
        return [row["insert"] for row in answer.json()["results"]]

    return ask


def test_suggestions(cast: Cast, topic: Topic, suggested: Callable[..., list[str]]) -> None:
    assert suggested(cast.jan, "@ol") == ["@ola"]
    assert suggested(cast.jan, "@wro") == ["@ola"]
    assert suggested(cast.jan, "@dom") == ["@dom-kultury-w-brzozowce"]
    assert suggested(cast.jan, "@brzozowce") == ["@dom-kultury-w-brzozowce"]
    assert suggested(cast.jan, "@jan") == []  # oneself
    assert suggested(cast.jan, "@nowa") == []  # not confirmed
    assert suggested(cast.jan, "x") == suggested(cast.jan, "@") == suggested(cast.jan, "") == []
    Tag.objects.create(name="światło", slug="swiatlo")
    assert suggested(cast.jan, "#św") == ["#swiatlo"]


def test_participants_come_first_and_eight_are_enough(
    cast: Cast, topic: Topic, suggested: Callable[..., list[str]]
) -> None:
    for at in range(12):
        person(f"zuzia{at:02}", f"Zuzia {at:02}")
    last = User.objects.get(handle="zuzia11")
    post_reply(by=last, topic=topic, body="Jestem.")
    place = f"topic-{topic.pk}-reply"
    assert suggested(cast.jan, "@zuzia")[0] == "@zuzia00"
    found = suggested(cast.jan, "@zuzia", place)
    assert found[0] == "@zuzia11"
    assert len(found) <= 8


def test_who_spoke_for_an_organisation_is_not_given_away(
    cast: Cast, topic: Topic, suggested: Callable[..., list[str]]
) -> None:
    one, two = person("zoja1", "Zoja Pierwsza"), person("zoja2", "Zoja Druga")
    from directory.models import Membership

    Membership.objects.create(organisation=cast.house, person=two, role="editor")
    post_reply(by=two, topic=topic, body="Zapraszamy.", organisation=cast.house)
    found = suggested(cast.jan, "@zoja", f"topic-{topic.pk}-reply")
    assert found == [f"@{two.handle}", f"@{one.handle}"]  # by name, as anywhere
    assert found == suggested(cast.jan, "@zoja")


def test_hidden_and_paused_people_are_not_suggested(
    cast: Cast, secret: Topic, suggested: Callable[..., list[str]]
) -> None:
    later = timezone.now() + timezone.timedelta(days=1)
    User.objects.filter(pk=cast.ola.pk).update(suspended_until=later)
    User.objects.filter(pk=cast.ewa.pk).update(is_active=False)
    assert suggested(cast.jan, "@ol") == suggested(cast.jan, "@ew") == []
    # A topic that one may not see tells nothing.
    assert suggested(cast.jan, "@mar", f"topic-{secret.pk}-reply") == ["@marta"]


@pytest.mark.usefixtures("limits_in_life")
def test_suggestions_are_for_people_and_not_for_scraping(cast: Cast) -> None:
    assert cast.client().get("/suggest/?q=@a").status_code == 401
    client = cast.client(cast.jan)
    for bad in ("@" + "x" * 50, "@\u2028"):
        assert client.get("/suggest/", {"q": bad}).status_code == 400
    assert client.get("/suggest/?q=@a&place=topic-x").status_code == 200
    times = LIMITS["suggest"][0][0]
    codes = [client.get("/suggest/?q=@a").status_code for _ in range(2 * times + 4)]
    assert 429 in codes
