"""The codes under which something in a place is found: the unit's own, and those around it."""


def around(field: str) -> tuple[str, ...]:
    """The lookups of a region's code, its parent's and grandparent's, for `values_list`."""
    return (f"{field}__code", f"{field}__parent__code", f"{field}__parent__parent__code")


def codes(values: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(code for code in values if code)
