"""Among what a field lets one choose."""

from selectolax.lexbor import LexborHTMLParser


def offered(html: str, name: str) -> list[str]:
    """The values of a select, of radio buttons or of boxes with this name, in order."""
    tree = LexborHTMLParser(html)
    nodes = [
        *tree.css(f"select[name='{name}'] option"),
        *tree.css(f"input[name='{name}'][type=radio], input[name='{name}'][type=checkbox]"),
    ]
    return [value for node in nodes if (value := node.attributes.get("value"))]
