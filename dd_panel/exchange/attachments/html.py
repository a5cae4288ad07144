"""Keeps of a document's HTML only what shows text: nothing that could load, link outside, run or hide."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import Final

from dd_panel.text import _

_KEPT: Final = frozenset(
    "h1 h2 h3 h4 h5 h6 p ul ol li table thead tbody tr td th strong em u s sup sub br blockquote".split()  # noqa: SIM905
)
_SINGLE: Final = frozenset({"br", "img"})
_SPANS: Final = frozenset({"colspan", "rowspan"})
_MOST_SPANNED: Final = 100
_LONGEST_ADDRESS: Final = 200
_ENDS_LINE: Final = frozenset("p h1 h2 h3 h4 h5 h6 li tr br".split())  # noqa: SIM905


def safe_html(html: str, pictures: frozenset[str]) -> tuple[str, str]:
    """The harmless part of a piece of HTML, and its text alone.

    Links lead only to places in the document itself; where one led outside, its address is written beside it. Of
    pictures only those named are kept.
    """
    reader = _Reader(pictures)
    reader.feed(html)
    reader.close()
    return "".join(reader.html), "".join(reader.text).strip()


class _Reader(HTMLParser):
    """Writes down what is kept of the HTML it is fed."""

    def __init__(self, pictures: frozenset[str]) -> None:
        super().__init__()
        self.html: list[str] = []
        self.text: list[str] = []
        self._pictures = pictures
        self._links: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"script", "style"}:
            self._hidden += 1
        elif tag == "a":
            self._begin_link(given)
        elif tag == "img":
            self._write_picture(given)
        elif tag in _KEPT:
            spans = "".join(f' {name}="{span}"' for name in _SPANS if (span := _span(given.get(name, ""))))
            anchor = (
                f'<a name="{escape(given["id"])}"></a>' if "id" in given and tag not in {"ul", "ol", "table"} else ""
            )
            self.html.append(f"<{tag}{spans}>{anchor}" if tag not in _SINGLE else f"<{tag}>")
            self.text.append("\n" if tag == "br" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._links:
            address = self._links.pop()
            self.html.append("</a>" if address.startswith("#") else f" ({escape(address)})" if address else "")
            self.text.append(f" ({address})" if address and not address.startswith("#") else "")
        elif tag in _KEPT and tag not in _SINGLE:
            self.html.append(f"</{tag}>")
            self.text.append("\n" if tag in _ENDS_LINE else "\t" if tag in {"td", "th"} else "")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.html.append(escape(data, quote=False))
            self.text.append(data)

    def _begin_link(self, given: dict[str, str]) -> None:
        address = given.get("href", "")[:_LONGEST_ADDRESS]
        name = f' name="{escape(given["id"])}"' if "id" in given else ""
        if address.startswith("#"):
            self.html.append(f'<a{name} href="{escape(address)}">')
        else:
            self.html.append(f"<a{name}></a>" if name else "")
            address = address if _tells(address) else ""
        self._links.append(address)

    def _write_picture(self, given: dict[str, str]) -> None:
        source, words = given.get("src", ""), given.get("alt", "").strip()
        if source in self._pictures:
            self.html.append(f'<img src="{escape(source)}">')
        elif words:
            self.html.append(escape(_("[Picture: {description}]").format(description=words)))
        else:
            self.html.append(escape(_("[Picture]")))
        self.text.append(words)


def _span(value: str) -> str:
    return value if value.isdecimal() and value.isascii() and 1 < int(value[:4]) <= _MOST_SPANNED else ""


def _tells(address: str) -> bool:
    """Whether an address says something to a reader."""
    return address.lower().startswith(("http://", "https://", "mailto:"))
