"""The texts that come with the product: what holds while no administrator has published another."""

from functools import cache
from pathlib import Path

from place.models import Wording

TEXTS = Path(__file__).parent / "texts"


@cache
def shipped(kind: str, language: str) -> str:
    """Markdown; empty where the product brings none."""
    path = TEXTS / f"{kind}.{language}.md"
    return path.read_text() if path.exists() else ""


def comes_with_one(kind: str) -> bool:
    return kind in Wording.Kind.values and bool(shipped(kind, "pl"))
