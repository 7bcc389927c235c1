"""What administrators change of the place is in the log, too."""

from kernel.facts import receives
from moderation.audit import record
from place.facts import SettingChanged
from place.models import Change


@receives(SettingChanged)
def setting_changed(fact: SettingChanged) -> None:
    """Of what kind it is; the change itself, which may name somebody, has a row of its own."""
    change = Change.objects.select_related("by").get(pk=fact.change_id)
    what = change.what.partition(":")[0]
    record("setting", by=change.by, object_id=change.pk, figures={"what": what})
