"""A moderator brings a file of organisations in: sends it, says what its columns mean, looks at what
would come of each line, decides about the doubtful ones, says yes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.importing import folder
from directory.importing.background import bring_in, look_through
from directory.importing.by_hand import FIELDS
from directory.importing.maps import MAPS
from directory.importing.plans import HAND
from directory.importing.reading import BadFile, columns_of
from directory.models import ImportJob, ImportLine, OrganisationKind
from kernel.gate import BadText, clean_text
from kernel.once import once
from kernel.refusals import Conflict, Invalid, Refused, TooLarge

State = ImportJob.State
MOST_COLUMNS = 200


def _moderator(by: User) -> None:
    check_writer(by)
    if not by.is_moderator:
        raise Refused(_("Only moderators bring files in."))


def send_file(*, by: User, name: str, pieces: Iterable[bytes], key: str | None = None) -> ImportJob:
    """Keeps the file and reads its head. `name`: what it is called at the sender's. The same key with the
    same file gives the same job. Raises Refused, Invalid (under "file"), KeyReused."""
    _moderator(by)
    name = _file_name(name)
    digest = hashlib.sha256()
    try:
        file, lines = folder.put(_counted(pieces, digest.update), PurePath(name).suffix.lower())
    except TooLarge:
        most = folder.MOST_BYTES // 2**20
        raise Invalid(
            {"file": [_("The file is larger than %(most)d MB.") % {"most": most}]}
        ) from None
    try:
        columns = _columns(file)

        def make() -> int:
            job = ImportJob.objects.create(
                by=by, name=name, file=file, columns=columns, size=max(lines - 1, 1)
            )
            return job.pk

        with transaction.atomic():
            pk, made = once(
                person_id=by.pk, key=key, payload=["import", name, digest.hexdigest()], make=make
            )
    except BaseException:
        folder.remove(file)
        raise
    if not made:
        folder.remove(file)
    return ImportJob.objects.get(pk=pk)


def _counted(pieces: Iterable[bytes], heard: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        heard(piece)
        yield piece


def _file_name(raw: str) -> str:
    try:
        name = clean_text(PurePath(raw.replace("\\", "/")).name[-120:], limit=120, lines=False)
    except BadText as error:
        raise Invalid({"file": [str(error)]}) from error
    if PurePath(name).suffix.lower() not in folder.ENDINGS:
        endings = ", ".join(folder.ENDINGS)
        raise Invalid(
            {"file": [_("Send a file that ends with one of: %(all)s.") % {"all": endings}]}
        )
    return name


def _columns(file: str) -> list[str]:
    try:
        columns = [column for column in columns_of(folder.path_of(file)) if column]
    except BadFile as error:
        # The name that it has in our folder says nothing to the person.
        raise Invalid({"file": [str(error).replace(file, _("The file"))]}) from error
    if not columns:
        raise Invalid({"file": [_("The file is empty.")]})
    if len(columns) > MOST_COLUMNS or any(len(column) > 200 for column in columns):
        raise Invalid({"file": [_("The first line does not look like names of columns.")]})
    try:
        return [clean_text(column, limit=200, lines=False) for column in columns]
    except BadText as error:
        raise Invalid({"file": [str(error)]}) from error


def plan_file(*, by: User, job: ImportJob, plan: Mapping[str, Any]) -> None:
    """Says what the columns mean (directory.importing.plans), and has the file looked through in the
    background. Raises Refused, Invalid, Conflict."""
    _moderator(by)
    with transaction.atomic():
        locked = _locked(job, State.SENT, State.READY)
        locked.plan = _judged(plan, locked)
        _look(locked)


def look_again(*, by: User, job: ImportJob) -> None:
    """The same plan once more: the directory may have changed. Choices about the same twins stay."""
    _moderator(by)
    with transaction.atomic():
        _look(_locked(job, State.READY))


def _look(job: ImportJob) -> None:
    job.state, job.note, job.revision = State.LOOKING, "", job.revision + 1
    job.save()
    folder.tell_progress(job.file, 0)
    look_through.enqueue(job.pk)


def _judged(plan: Mapping[str, Any], job: ImportJob) -> dict[str, Any]:
    if plan.get("map") in MAPS:
        missing = [name for name in MAPS[plan["map"]].columns if name not in job.columns]
        if missing:
            words = _("The file has no column %(names)s.") % {"names": ", ".join(missing)}
            raise Invalid({"map": [words]})
        return {"map": plan["map"]}
    if plan.get("map") != HAND:
        raise Invalid({"map": [_("Choose one from the list.")]})
    columns = {field: plan["columns"].get(field, "") for field in FIELDS}
    columns = {field: column for field, column in columns.items() if column}
    errors: dict[str, list[str]] = {
        f"column_{field}": [_("Choose one from the list.")]
        for field, column in columns.items()
        if column not in job.columns
    }
    if "name" not in columns:
        errors["column_name"] = [_("Say which column holds the name.")]
    if plan.get("kind") not in OrganisationKind.values:
        errors["kind"] = [_("Choose one from the list.")]
    try:
        source = clean_text(plan.get("source", ""), limit=300, lines=False)
    except BadText as error:
        errors["source"] = [str(error)]
    if errors:
        raise Invalid(errors)
    return {
        "map": HAND, "columns": columns, "kind": plan["kind"], "source": source,
        "mark": _mark(source), "exact": bool(plan.get("exact")),
    }  # fmt: skip


def _mark(source: str) -> str:
    """How the keys of a source begin: the same list, sent again next year, is known again."""
    return f"list-{hashlib.sha256(source.casefold().encode()).hexdigest()[:8]}"


def choose(*, by: User, job: ImportJob, choices: Mapping[int, str]) -> int:
    """What doubtful lines are, by number: "" (leave it out), "same" or "other"; how many have another
    choice now. Raises Refused, Invalid, Conflict."""
    _moderator(by)
    with transaction.atomic():
        locked = _locked(job, State.READY)
        rows = ImportLine.objects.filter(
            job=locked, outcome=ImportLine.Outcome.DOUBTFUL, line__in=list(choices)
        )
        changed = [row for row in rows if row.choice != choices[row.line]]
        for row in changed:
            row.choice = choices[row.line]
            # An earlier line of the file is here only once both are brought in.
            if row.choice == "same" and row.twin_id is None:
                raise Invalid({"choice": [_("Leave out the line that stands in the file twice.")]})
            if row.choice not in ImportLine.Choice.values:
                raise Invalid({"choice": [_("Choose one from the list.")]})
        ImportLine.objects.bulk_update(changed, ["choice"])
        if changed:
            locked.revision += 1
            locked.save(update_fields=["revision"])
    return len(changed)


def say_yes(*, by: User, job: ImportJob, revision: int | None) -> None:
    """Has exactly what was shown brought in, in the background. `revision`: that of the page on which the
    person said yes. Raises Refused and Conflict."""
    _moderator(by)
    with transaction.atomic():
        locked = _locked(job, State.READY)
        if revision != locked.revision:
            raise Conflict(
                _("Somebody has changed this import since you opened the page. Look again.")
            )
        locked.state, locked.note = State.COMING, ""
        locked.save(update_fields=["state", "note"])
        folder.tell_progress(locked.file, 0)
        bring_in.enqueue(locked.pk)


def discard(*, by: User, job: ImportJob) -> None:
    """Nothing comes of it: the file and what was seen of it go."""
    _moderator(by)
    with transaction.atomic():
        locked = _locked(job, State.SENT, State.READY, State.FAILED)
        file = locked.file
        locked.delete()
        transaction.on_commit(lambda: folder.remove(file))


def _locked(job: ImportJob, *states: str) -> ImportJob:
    locked = ImportJob.objects.select_for_update().filter(pk=job.pk).first()
    if locked is None or locked.state not in states:
        raise Conflict(_("This import has gone on meanwhile. Open its page again."))
    if locked.state != State.FAILED and not folder.path_of(locked.file).is_file():
        raise Conflict(_("The file is not here any more. Send it again."))
    return locked
