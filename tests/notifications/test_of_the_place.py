"""What the digest says of the place itself, and from whom letters come."""

import pytest

from accounts.models import User
from notifications.models import Preferences
from place.actions.change_settings import change_settings
from place.actions.publish_wording import publish_wording, withdraw_wording
from tests.cast import Cast
from tests.notifications.test_letters import letters
from tests.place.test_documents import written

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_of_the_rules_comes_in_the_digest_once_and_from_the_place(cast: Cast) -> None:
    User.objects.filter(pk=cast.ola.pk).update(language="pl")
    for person in (cast.ola, cast.jan):
        Preferences.objects.update_or_create(person=person, defaults={"digest": "daily"})
    User.objects.filter(pk=cast.jan.pk).update(language="en")
    change_settings(by=cast.adam, section="identity", values={"name": "Targ"})
    made = publish_wording(
        by=cast.adam, kind="rules", matters=True, in_force=None, **written("Coś.")
    )
    letters(minutes=0)  # the background work tells everybody
    found = {letter.to[0]: letter for letter in letters(minutes=60 * 24)}
    polish, english = found["ola@example.org"], found["jan@example.org"]
    assert english.subject == "1 thing is new at Targ"
    assert english.from_email == '"Targ" <rynek@example.org>'
    assert "The house rules change on" in english.body
    assert "Zasady rozmowy zmienią się" in polish.body.replace("\u00a0", " ")
    for letter in (polish, english):
        assert "/about/rules/versions/2/" in letter.body
    assert not [one for one in letters(minutes=60 * 24) if "rules" in one.body]
    withdraw_wording(by=cast.adam, wording=made)
    found = {letter.to[0]: letter for letter in letters(minutes=60 * 24)}
    assert "stays as it is after all" in found["jan@example.org"].body
    assert "adam@example.org" not in found
