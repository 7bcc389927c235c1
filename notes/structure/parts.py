"""One text out of the body and the sections: what is shown, searched, compared and taken away."""

from collections.abc import Mapping

from composing.text import Part
from kernel.markdown import PAGE_HEADING
from notes.structure.kinds import SECTIONS, heading_of


def parts_of(body: str, sections: Mapping[str, str], lang: str) -> tuple[Part, ...]:
    """The body, and below it each section that has words, under its heading in the note's language."""
    written = (
        Part(sections[name], PAGE_HEADING + 1, heading_of(name, lang))
        for name in SECTIONS
        if sections.get(name)
    )
    return (Part(body, PAGE_HEADING), *written)


def whole_text(body: str, sections: Mapping[str, str], lang: str) -> str:
    """The same as Markdown, for those who take the note away as text."""
    parts = (
        f"## {part.heading}\n\n{part.body}" if part.heading else part.body
        for part in parts_of(body, sections, lang)
    )
    return "\n\n".join(parts)
