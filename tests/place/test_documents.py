"""The rules and their kin: in versions, in both languages, announced before they hold."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kernel.refusals import Conflict, Invalid
from notifications.models import Notification
from notifications.of_the_place import tell_of_wording
from place.actions.publish_wording import publish_wording
from place.documents.shipped import shipped
from place.models import Wording
from tests.cast import Cast

PAGE = "/setup/documents/rules/"


def written(more: str = "", kind: str = "rules") -> dict[str, str]:
    return {
        "body_pl": shipped(kind, "pl") + (f"\n\n## Nowe {{#nowe}}\n\n{more}" if more else ""),
        "body_en": shipped(kind, "en") + (f"\n\n## New {{#nowe}}\n\n{more}" if more else ""),
        "summary_pl": "Dochodzi jedno.", "summary_en": "One is added.",
    }  # fmt: skip


def publish(cast: Cast, more: str, **options: object) -> Wording:
    fields = {"matters": True, "in_force": None, **written(more), **options}
    return publish_wording(by=cast.adam, kind="rules", **fields)  # type: ignore[arg-type]


def hold(wording: Wording) -> None:
    """As if its day had come."""
    Wording.objects.filter(pk=wording.pk).update(in_force=timezone.localdate())


def read(address: str, language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def do_tasks() -> None:
    """What was left for the background work, lot by lot."""
    for waiting in Wording.objects.filter(matters=True):
        assert DBTaskResult.objects.ready().exists()
        tell_of_wording.call(waiting.pk, 0)
    DBTaskResult.objects.all().delete()


def test_an_administrator_writes_looks_and_publishes(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    form = browser.get(PAGE).content.decode()
    assert "{#spam}" in form
    sent = {**written("Bez *kawy*, <b>nie</b>."), "matters": "yes", "began": "0"}
    look = browser.post(PAGE, {**sent, "look": "1"}).content.decode()
    assert "<em>kawy</em>" in look
    assert "<ins>" in look
    assert not Wording.objects.exists(), "looking publishes nothing"
    done = browser.post(PAGE, sent)
    assert done.status_code == 303
    assert done["Location"] == "/about/rules/versions/2/"
    assert "kawy" not in read("/about/rules/"), "it waits for its day"
    assert "This changes on" in read("/about/rules/")
    assert "To się zmieni" in read("/about/rules/", "pl") or "kawy" not in read(
        "/about/rules/", "pl"
    )
    version = read("/about/rules/versions/2/")
    assert "<ins>" in version
    assert "&lt;b&gt;nie" in version
    assert 'id="spam"' not in version, "anchors belong to what holds"
    assert "As it came" not in read("/about/rules/versions/")
    assert read("/about/rules/versions/1/")
    hold(Wording.objects.get(number=2))
    html = read("/about/rules/")
    assert re.search(r'<h2 id="nowe">', html)
    assert 'id="spam"' in html
    assert "Version 2, in force since" in html


def test_a_change_that_matters_is_announced_two_weeks_before(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(Invalid) as refused:
        publish(cast, "Coś.", in_force=today + timedelta(days=13))
    assert "in_force" in refused.value.fields
    made = publish(cast, "Coś.")
    assert made.in_force == today + timedelta(days=14)


def test_slips_are_mended_at_once_and_told_to_nobody(cast: Cast) -> None:
    made = publish(cast, "Literówka.", matters=False, summary_pl="", summary_en="")
    assert made.in_force == timezone.localdate()
    assert "Literówka" in read("/about/rules/", "pl")
    do_tasks()
    assert not Notification.objects.exists()


def test_every_member_is_told_once(cast: Cast) -> None:
    made = publish(cast, "Coś.")
    do_tasks()
    told = Notification.objects.filter(kind="rules_changed")
    people = sorted(told.values_list("person__handle", flat=True))
    assert people == ["ewa", "jan", "marta", "ola"], "not who wrote it, nor who is not confirmed"
    tell_of_wording.call(made.pk, 0)
    assert told.count() == len(people)
    row = told.get(person=cast.ola)
    assert (row.in_page, row.by_mail) == (True, "digest")
    page = cast.client(cast.ola).get("/notifications/").content.decode()
    assert "The house rules change on" in page
    assert "/about/rules/versions/2/" in page


def test_what_waits_for_its_day_can_be_taken_back(cast: Cast) -> None:
    made = publish(cast, "Coś.")
    do_tasks()
    with pytest.raises(Conflict):
        publish(cast, "Coś innego.")
    browser = cast.client(cast.adam)
    for other in (None, cast.ola, cast.marta):
        assert cast.client(other).post(f"{PAGE}{made.number}/withdraw/").status_code == 404
    assert browser.post(f"{PAGE}{made.number}/withdraw/").status_code == 303
    assert "This changes on" not in read("/about/rules/")
    assert "never held" in read("/about/rules/versions/2/")
    assert Notification.objects.filter(kind="document_stays").count() == 4
    assert publish(cast, "Coś innego.").number == 3
    hold(Wording.objects.get(number=3))
    assert browser.post(f"{PAGE}3/withdraw/").status_code == 409


def test_anchors_that_decisions_lead_to_cannot_go(cast: Cast) -> None:
    fields = written("Coś.")
    for wrong, name in (
        ({"body_pl": fields["body_pl"].replace("{#spam}", "")}, "body_pl"),
        ({"body_en": fields["body_en"].replace("{#nowe}", "{#new}")}, "body_en"),
        ({"body_en": fields["body_en"].replace("{#nowe}", "{#spam}")}, "body_en"),
    ):
        with pytest.raises(Invalid) as refused:
            publish(cast, "Coś.", **wrong)
        assert name in refused.value.fields
    sent = {**fields, "body_pl": fields["body_pl"].replace("{#spam}", ""), "matters": "yes"}
    answer = cast.client(cast.adam).post(PAGE, sent)
    assert answer.status_code == 422
    assert "{#spam}" in answer.content.decode()
    assert not Wording.objects.exists()


def test_two_administrators_do_not_overwrite_each_other(cast: Cast) -> None:
    hold(publish(cast, "Pierwsze."))
    with pytest.raises(Conflict):
        publish(cast, "Drugie.", seen=1)
    answer = cast.client(cast.adam).post(
        PAGE, {**written("Drugie."), "matters": "no", "began": "1"}
    )
    assert answer.status_code == 409
    assert "Drugie." in answer.content.decode(), "what was typed is kept"


def test_nothing_in_a_document_runs(cast: Cast) -> None:
    publish(
        cast, "<script>alert(1)</script> [x](javascript:alert(1)) {contact} {site}", matters=False
    )
    html = read("/about/rules/")
    assert "<script>alert" not in html
    assert 'href="javascript:' not in html
    assert '<a href="mailto:rynek@example.org">rynek@example.org</a>' in html


def test_terms_are_a_page_once_they_are_written(cast: Cast) -> None:
    assert 'href="/about/terms/"' not in read("/about/help/")
    for address in ("/about/terms/", "/about/terms/versions/", "/about/rules/versions/9/",
                    "/about/nic/versions/"):  # fmt: skip
        assert cast.client().get(address).status_code == 404
    publish_wording(
        by=cast.adam, kind="terms", body_pl="Umowa. {#a}", body_en="Terms. {#a}", matters=False,
        in_force=None,
    )  # fmt: skip
    assert "Terms." in read("/about/terms/")
    assert 'href="/about/terms/"' in read("/about/help/")


def test_on_an_empty_site_there_is_nobody_to_warn(cast: Cast) -> None:
    from accounts.models import Role, User

    User.objects.exclude(role=Role.ADMIN).update(verified=False)
    assert publish(cast, "Od razu.").in_force == timezone.localdate()


def test_only_administrators_publish(cast: Cast) -> None:
    from django.http import Http404

    for other in (cast.ola, cast.marta):
        with pytest.raises(Http404):
            publish_wording(by=other, kind="rules", matters=False, in_force=None, **written("Ja."))
