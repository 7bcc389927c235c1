"""How pages look for a person: colours, letters, contrast, size, movement. In cookies, so that the server
writes the choice into the page and nothing flashes; with an account it goes with the person to a new browser.
"""

from collections.abc import Mapping

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "face": ("own", "plain"),
    "contrast": ("system", "more"),
    "size": ("usual", "large", "larger"),
    "motion": ("system", "less"),
}
"""The first of each is what nobody has chosen."""


def chosen(given: Mapping[str, str]) -> dict[str, str]:
    """What of it is a choice that there is; what is as it is by itself is left out."""
    return {
        name: given[name]
        for name, values in CHOICES.items()
        if given.get(name) in values[1:]
    }  # fmt: skip


def packed(look: Mapping[str, str]) -> str:
    """For a column: "theme=dark size=large"."""
    return " ".join(f"{name}={value}" for name, value in sorted(chosen(look).items()))


def unpacked(text: str) -> dict[str, str]:
    return chosen(dict(part.partition("=")[::2] for part in text.split()))
