"""The `id` of an address: a whole number that a database column holds; anything else is no address."""

from django.urls import register_converter

from kernel.gate import LARGEST_ID


class IdConverter:
    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(IdConverter, "id")
