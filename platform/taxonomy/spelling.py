"""Words without their marks, and in the order of a Polish dictionary, alike on every database."""

import unicodedata
from functools import lru_cache

_LETTERS = {
    "ą": "azz", "ć": "czz", "ę": "ezz", "ł": "lzz", "ń": "nzz", "ó": "ozz", "ś": "szz",
    "ź": "zzx", "ż": "zzy",
}  # fmt: skip
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=4_096)
def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Small letters without marks, figures, and single spaces: "Świetlica „Łąka”" is "swietlica laka"."""
    return " ".join("".join(_bare(c) for c in text.lower().translate(_PLAIN)).split())


def polish(text: str) -> str:
    """A key that sorts as a Polish dictionary does: like `fold`, each marked letter after its plain one."""
    return " ".join("".join(_LETTERS.get(c) or _bare(c) for c in text.lower()).split())
