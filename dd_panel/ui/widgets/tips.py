"""Tooltips that show words as they are."""

from __future__ import annotations

import html

from PySide6.QtGui import Qt


def plain_tip(words: str) -> str:
    """The words of a tooltip; Qt would take those with tags in them for a page, and load what they name.

    Applicants choose the names of their files and the words of their answers.
    """
    if not Qt.mightBeRichText(words):
        return words
    return f"<qt>{html.escape(words)}</qt>".replace("\n", "<br>")
