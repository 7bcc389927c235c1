"""What the tests of conversations share besides their fixtures."""

from kernel.integrity import checks

SECRET = "to zostaje między nami"
"""What is said in the conversation of the fixture `talk`."""


def drift() -> list[str]:
    return [
        found for name in checks if name.startswith("realtime") for found in checks[name](False)
    ]
