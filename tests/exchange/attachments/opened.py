"""Attachments as they were opened, each as what it should be."""

from __future__ import annotations

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.exchange.attachments.opening import open_document
from dd_panel.exchange.attachments.pdf import PdfFile
from dd_panel.exchange.attachments.sheets import Sheets
from dd_panel.exchange.attachments.word import WordText


def trouble_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        open_document(content)
    return caught.value


def opened_pdf(content: bytes) -> PdfFile:
    document = open_document(content)
    assert isinstance(document, PdfFile)
    return document


def word(content: bytes) -> WordText:
    document = open_document(content)
    assert isinstance(document, WordText)
    return document


def sheets(content: bytes) -> Sheets:
    document = open_document(content)
    assert isinstance(document, Sheets)
    return document
