"""A person's round mark: initials on one of five tints, the same ones everywhere."""

import hashlib
import unicodedata

INKS = 5


def avatar_ink(seed: str) -> int:
    """A number from 1 to 5 for the class `avatar-N`, from anything lasting (the handle)."""
    return hashlib.sha256(seed.encode("utf-8", "replace")).digest()[0] % INKS + 1


def initials(name: str) -> str:
    """One or two capital letters of a name; a middle dot when it has no letter at all."""
    words = [
        word for word in name.replace("-", " ").split() if unicodedata.category(word[0])[0] in "LN"
    ]
    if not words:
        return "·"
    first, last = words[0][0], words[-1][0] if len(words) > 1 else ""
    return (first + last).upper()[:2]
