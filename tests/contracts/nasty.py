"""Values that nobody means and somebody sends."""

HUGE = 10**30

TEXTS: dict[str, str] = {
    "NUL": "a\x00b",
    "bell": "a\x07b",
    "escape": "\x1b[31mczerwony",
    "delete": "a\x7fb",
    "C1": "a\x9fb",
    "line separator": "a\u2028b",
    "noncharacter": "a\uffffb",
    "bidi": "\u202egnp.exe",
    "zero width": "a\u200bb",
    "joined bytes": "\ufeffa",
    "long": "x" * 70_000,
    "long word of letters": "ł" * 40_000,
    "many marks": "e" + "\u0301" * 5_000,
    "brackets": "[" * 9_000,
    "deep quotes": ">" * 3_000 + "x",
    "stars": "*a_" * 6_000,
    "ticks": "`" * 9_000,
    "pipes": "|a" * 200 + "\n" + "|-" * 200 + "\n" + "|b" * 200,
    "expanding": "ﷺ" * 150,
    "growing": "각" * 20 + " " + "ß" * 25,
    "digits": "9" * 5_000,
    "percent": "%00%ff%u0000%s%n{0}{{7*7}}{% debug %}${7*7}",
    "quotes": "' OR 1=1 --\"; DROP TABLE x; /*",
    "paths": "../../../../etc/passwd",
    "blank": " \u00a0\u3000\t",
    "nothing": "",
    "line ends": "a\r\nSet-Cookie: zly=1\r\n\r\nb",
    "astral": "🎭" * 100,
    "Turkish": "İıſ",
}

SURROGATES = ("%ED%A0%80", "a%ED%B0%80b", "%ED%A0%BD%ED%B8%80")
"""Half characters as bytes: what no text is, in an address or a form."""

BYTES = (
    *SURROGATES,
    "%00",
    "%FF%FE",
    "%C0%AF",
    "%F8%88%80%80%80",
    "%1B",
    "%0D%0A",
    "%E2%80%A8",
    "%",
    "%zz",
    "%u0041",
)

JSON_VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1.5, HUGE, -HUGE, 2**63, 2**63 - 1, 1e308, [], {}, [None], [[]], {"a": 1}, "",
    ["a", None], [1], "\ud800", "a\ud83d", "\x00", "x" * 70_000,
)  # fmt: skip

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "half": b'{"title": "a", "body',
    "list": b"[]",
    "number": b"1",
    "null": b"null",
    "not a number": b'{"title": NaN, "body": Infinity}',
    "not UTF-8": b'{"title": "\xff\xfe", "body": "\xed\xa0\x80"}',
    "UTF-16": '{"title": "a", "body": "b"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"title": "a"}',
    "escaped half character": b'{"title": "\\ud800", "body": "\\udfff"}',
    "escaped NUL": b'{"title": "a\\u0000", "body": "b"}',
    "deep": b'{"title": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
    "deep objects": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "long number": b'{"title": ' + b"9" * 20_000 + b', "body": 1}',
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(20_000)) + b"}",
    "doubled keys": b'{"title": "", "title": null, "body": "b"}',
    "form": b"title=a&body=b",
    "NULs": b"\x00" * 1_000,
}

NUMBERS = ("", "x", "-1", "0", "1.5", "1e9", str(2**31), str(2**63), str(HUGE), "9" * 5_000, "٣", "²", "0x10", "1_0", "+1",
           " 1", "1 ", "NaN", "Infinity", "true", "[]", "1,2")  # fmt: skip

# What would run if it were let through; every live part is called xss or raises it.
SCRIPTS: dict[str, str] = {
    "element": "<xss-a onmouseover=alert(1)>x</xss-a>",
    "script": "<script>xss(1)</script>",
    "closing": "</title></textarea></script></style></template><xss-b>",
    "attribute": '" onfocus=xss(1) autofocus xss="',
    "attribute single": "' onfocus=xss(1) autofocus xss='",
    "image": "<img src=x onerror=xss(1)>",
    "svg": "<svg/onload=xss(1)>",
    "comment": "--><xss-c><!--",
    "section": "]]><xss-d>",
    "mark": "<mark>xss</mark><xss-e>",
    "json": '\\u003cscript>xss()</script>","xss":"',
    "template": "{{7*7}}{% debug %}<xss-f>",
    "entities": "&lt;xss-g&gt;&#60;xss-h&#62;&amp;lt;xss-i&amp;gt;",
}

MARKDOWN: dict[str, str] = {
    **SCRIPTS,
    "link": "[a](javascript:xss(1)) [b](java\tscript:xss) [c](JaVaScRiPt:xss) [d](data:text/html,<script>xss</script>)",
    "encoded link": "[a](&#106;avascript:xss(1)) [b](javascript&colon;xss) [c](%6Aavascript:xss) [d](vbscript:xss)",
    "reference": "[a][r]\n\n[r]: javascript:xss(1)",
    "autolink": '<javascript:xss(1)> <http://a.example/"onclick=xss>',
    "title": '[a](http://a.example "x\\" onclick=\\"xss(1)")',
    "picture": '![x](http://zly.example/p.png "onerror=xss") ![a](javascript:xss)',
    "fence": '```"><xss-j>\n</code></pre><script>xss()</script>\n```',
    "table": "| a | b |\n|---|---|\n| <xss-k> | <img src=x onerror=xss> |",
    "task": "- [ ] <xss-l onclick=xss>\n- [x] y",
    "heading": "# <xss-m> {#xss onclick=xss}",
    "html block": "<div onclick=xss(1)>\n\n<style>*{display:none}</style>\n<iframe srcdoc='<script>xss</script>'>",
    "bare address": "http://a.example/'onmouseover='xss https://a.example/<script>xss</script>",
    "quoted": "> <script>xss()</script>\n> > <xss-n>",
}
