"""Handles: the short public name in an address, made of a person's name."""

import re
import unicodedata

from accounts.former import is_taken
from accounts.models import User

RESERVED = {
    "admin", "administrator", "moderator", "moderacja", "rynek", "system", "help", "pomoc", "me", "all",
    "everyone", "here", "null", "none", "undefined", "root", "support", "kontakt", "deleted",
}  # fmt: skip
_FOLD = str.maketrans("łŁøØđĐ", "lLoOdD")


def folded(text: str) -> str:
    """Lower-case letters without diacritics, words joined by dots: "Łucja Żak" is "lucja.zak"."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLD)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", ".", plain.lower()).strip(".")


def free_handle(name: str) -> str:
    """A handle of this name that nobody has or had."""
    base = folded(name)[:24].strip(".") or "osoba"
    taken = (
        set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
        | RESERVED
    )
    word, number = base, 1
    while word in taken or is_taken(word):
        number += 1
        word = f"{base}{number}"
    return word
