"""Reads the words out of a message that is written as a web page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
_OWN_LINE = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "hr"})


def text_of_html(page: str) -> str:
    """The words of a page as lines; empty where it has none."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return ""
    if root is None:
        return ""
    written = "".join(_words(root))
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in written.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _words(root: _Element) -> list[str]:
    out: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if tag in _OWN_LINE:
                out.append("\n")
            if element.text and not silent:
                out.append(element.text.replace("\r", "").replace("\n", " "))
            continue
        silent -= tag in _SILENT
        if tag in _OWN_LINE and tag != "br":
            out.append("\n")
        elif tag in {"td", "th"}:
            out.append(" ")
        if element.tail and not silent:
            out.append(element.tail.replace("\r", "").replace("\n", " "))
    return out
