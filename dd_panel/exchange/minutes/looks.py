"""How the minutes look: A4, one typeface, quiet tables in the design's own colours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dd_panel.exchange.cells import to_cell_text
from dd_panel.paths import resources
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FONT = "Arial"
_TEXT_WIDTH = 17.0
"""Centimetres between the margins."""


class Paper:
    """A document being written from top to bottom."""

    def __init__(self, about: str) -> None:
        tokens = json.loads((resources() / "design" / "tokens.json").read_text(encoding="utf-8"))
        self._colours = {name: str(each["value"]) for name, each in tokens["themes"]["light"]["colours"].items()}
        self.document: WordDocument = Document()
        self._set_page(about)
        for name, size, colour, before in (
            ("Normal", 10, "ink", 0),
            ("Title", 22, "ink", 0),
            ("Subtitle", 11, "ink2", 0),
            ("Heading 1", 14, "accent", 16),
            ("Heading 2", 11.5, "ink", 12),
        ):
            self._set_style(name, size, colour, before)

    def title(self, title: str, *lines: str) -> None:
        """What the document is, with a few lines under it."""
        self._paragraph(title, "Title")
        for line in lines:
            self._paragraph(line, "Subtitle")

    def heading(self, text: str, level: int = 1) -> None:
        """The heading of a part."""
        self._paragraph(text, f"Heading {level}")

    def say(self, text: str, label: str = "") -> None:
        """A paragraph, with a word in bold before it where it has a label."""
        paragraph = self._paragraph("", "Normal")
        paragraph.paragraph_format.space_after = Pt(4)
        if label:
            paragraph.add_run(f"{_plain(label)} ").bold = True
        for number, line in enumerate(_plain(text).split("\n")):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(line)

    def table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        centred: frozenset[int] = frozenset(),
        strong: frozenset[int] = frozenset(),
    ) -> None:
        """A table; `widths` are shares of the page, `centred` are columns, `strong` are rows to stand out."""
        table = self.document.add_table(rows=0, cols=len(headers))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        whole = sum(widths)
        # Word goes by the cells, LibreOffice by the columns.
        for column, share in zip(table.columns, widths, strict=True):
            column.width = Cm(_TEXT_WIDTH * share / whole)
        for number, texts in enumerate([headers, *rows]):
            row = table.add_row()
            # No row is torn apart between two pages, and the head comes again on each.
            row_properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way
            row_properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                row_properties.append(OxmlElement("w:tblHeader"))
            for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = table.columns[column].width
                self._fill(cell, text, head=number == 0, strong=number - 1 in strong, centred=column in centred)
        self._paragraph("", "Normal").paragraph_format.space_after = Pt(2)

    def _fill(self, cell: _Cell, text: str, *, head: bool, strong: bool, centred: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(_plain(text))
        run.font.size = Pt(9)
        run.bold = head or strong
        if head:
            run.font.color.rgb = self._colour("onAccent")
        fill = "accent" if head else "accentSoft" if strong else None
        properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx can't colour a cell
        borders = OxmlElement("w:tcBorders")
        bottom = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "4"), ("color", self._colours["line"].lstrip("#"))):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        properties.append(borders)
        if fill:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), self._colours[fill].lstrip("#"))
            properties.append(shade)

    def _set_page(self, about: str) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - _TEXT_WIDTH) / 2)
        section.top_margin = section.bottom_margin = Cm(2)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, _page, after = _("{round}  ·  page {page}").partition("{page}")
        foot.add_run(before.format(round=_plain(about))).font.size = Pt(8)
        run = foot.add_run()
        run.font.size = Pt(8)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            if text:
                field = OxmlElement("w:instrText")
                field.text = text
            else:
                field = OxmlElement("w:fldChar")
                field.set(qn("w:fldCharType"), kind)
            run._r.append(field)  # noqa: SLF001 - python-docx knows no fields
        foot.add_run(after).font.size = Pt(8)

    def _set_style(self, name: str, size: float, colour: str, before: float) -> None:
        style: ParagraphStyle = self.document.styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.bold = name.startswith(("Heading", "Title"))
        style.font.color.rgb = self._colour(colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(4)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)

    def _paragraph(self, text: str, style: str) -> Paragraph:
        return self.document.add_paragraph(_plain(text), style=style)

    def _colour(self, name: str) -> RGBColor:
        return RGBColor.from_string(self._colours[name].lstrip("#"))


def _plain(text: str) -> str:
    """A text without the characters that no document can hold."""
    return to_cell_text(text)
