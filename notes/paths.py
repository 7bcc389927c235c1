"""Addresses of the notes."""

from django.utils.http import urlencode

RESERVED_SLUGS = frozenset(
    {
        "write",
        "mine",
        "preview",
        "new",
        "drafts",
        "edit",
        "history",
        "import",
        "reviews",
        "collections",
    }
)
"""First parts of addresses under /notes/ that are no note."""


def note_path(slug: str, verb: str = "") -> str:
    """A note, or what is done with it: edit, history, publish, withdraw."""
    return f"/notes/{slug}/{verb}/" if verb else f"/notes/{slug}/"


def taking_path(slug: str, ending: str) -> str:
    """A note as a file: "pdf" or "docx"."""
    return f"/notes/{slug}/note.{ending}"


def list_path(**filters: str | None) -> str:
    """The list with filters: practice, audience, tag, lang, organisation, author, cursor."""
    wanted = {name: value for name, value in filters.items() if value}
    return "/notes/" + (f"?{urlencode(wanted)}" if wanted else "")


def run_path(slug: str, pk: int) -> str:
    """Where one run is read."""
    return f"{note_path(slug, 'runs')}#run-{pk}"


def collection_path(slug: str = "", verb: str = "") -> str:
    """All collections, one of them, or what is done with it."""
    if not slug:
        return "/notes/collections/"
    return f"/notes/collections/{slug}/{verb}/" if verb else f"/notes/collections/{slug}/"
