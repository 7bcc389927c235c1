"""Two people changed the same thing: what each of them wrote, side by side."""

from typing import Any


def differences(mine: Any, theirs: Any) -> list[tuple[str, str, str]]:
    """(label, mine, theirs) of every field in which two forms differ, as they are shown."""
    found: list[tuple[str, str, str]] = []
    for name, field in mine.fields.items():
        ours = shown(field, mine[name].value())
        other = shown(field, theirs[name].value()) if name in theirs.fields else ""
        if ours != other:
            found.append((str(field.label), ours, other))
    return found


def shown(field: Any, value: Any) -> str:
    """A field's value in words."""
    names: dict[str, str] = {}
    for code, name in getattr(field, "choices", ()):
        pairs = name if isinstance(name, list | tuple) else [(code, name)]
        names |= {str(k): str(v) for k, v in pairs}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(sorted(names.get(str(v), str(v)) for v in values if v not in (None, "")))
