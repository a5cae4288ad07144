"""Viewers for text: Word documents with their headings, tables and small pictures, and plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextBrowser

from dd_panel.domain.passages import Place
from dd_panel.paths import resources
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import types_something
from dd_panel.ui.desk.documents.menus import Offers, passage_menu
from dd_panel.ui.desk.documents.picture_reading import LARGEST_POINTS
from dd_panel.ui.desk.documents.text_hits import TextHits, reveal, selected
from dd_panel.ui.desk.documents.toolbar import DocumentBar
from dd_panel.ui.desk.documents.viewer import Viewer
from dd_panel.ui.theme import load_rich_text_fonts
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from dd_panel.domain.marks import Mark
    from dd_panel.exchange.attachments.plain import PlainText
    from dd_panel.exchange.attachments.word import WordText
    from dd_panel.ui.theme import Theme

MEASURE: Final = 640
EDGES: Final = (24, 16, 16)
HEADINGS: Final = {1: "h1", 2: "title"}
PLAIN_LOOK: Final = """QPlainTextEdit, QPlainTextEdit[readOnly="true"] {{
    border: none; border-radius: 0; background: {ground}; color: {ink}; padding: 0; }}"""
MOST_CELLS: Final = 5_000
READING: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class WordBrowser(QTextBrowser):
    """Shows the text of a Word document in our letters; nothing is loaded but its own small pictures."""

    def __init__(self, theme: Theme, word: WordText) -> None:
        super().__init__()
        self._theme = theme
        self._word = word
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setProperty("ring", "inside")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName(_("Text of the document"))
        self.setTextInteractionFlags(READING | Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.anchorClicked.connect(self._on_link)
        self.write()

    def write(self) -> None:
        """Write the document in the theme's letters and colours."""
        theme = self._theme
        document = self.document()
        document.setDefaultFont(theme.font("reading"))
        document.setDocumentMargin(0)
        document.setDefaultStyleSheet(_sheet(theme))
        document.setHtml(f"<body>{self._word.html}</body>")
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._rule(frame)
        self._space()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit_measure()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Hand over the document's own pictures and nothing else, whatever is asked for."""
        content = self._word.pictures.get(name.toString() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource or content is None:
            return QByteArray()
        return _small(content, self._theme.px(MEASURE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape and plain characters to the desk."""
        if event.key() == Qt.Key.Key_Escape or types_something(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_measure()
        super().resizeEvent(event)

    def _fit_measure(self) -> None:
        left, top, right = (self._theme.px(edge) for edge in EDGES)
        spare = self.width() - self.verticalScrollBar().sizeHint().width() - left - self._theme.px(MEASURE)
        self.setViewportMargins(left, top, max(right, spare), 0)

    def _rule(self, table: QTextTable) -> None:
        """Draw a table with hairlines between its rows."""
        theme = self._theme
        look = table.format().toTableFormat()
        look.setBorder(0)
        look.setBorderCollapse(True)
        look.setCellPadding(theme.px(6))
        look.setTopMargin(theme.px(4))
        look.setBottomMargin(theme.px(14))
        table.setFormat(look)
        if table.rows() * table.columns() > MOST_CELLS:
            return
        for at in range(table.rows()):
            for index in range(table.columns()):
                cell = table.cellAt(at, index)
                if (cell.row(), cell.column()) == (at, index):
                    lined = cell.format().toTableCellFormat()
                    lined.setBottomBorder(1)
                    lined.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                    lined.setBottomBorderBrush(theme.colour("line"))
                    cell.setFormat(lined)

    def _space(self) -> None:
        """Give text and headings our sizes and line heights; HTML has no exact ones."""
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            cursor = QTextCursor(block)
            if level:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                letters = cursor.charFormat()
                letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # it would enlarge our size once more
                letters.setFont(self._theme.font(HEADINGS.get(level, "reading"), 600))
                cursor.setCharFormat(letters)
            elif cursor.currentTable() is None and not _has_picture(block.text()):
                look = block.blockFormat()
                look.setLineHeight(self._theme.line("reading"), look.LineHeightTypes.FixedHeight.value)
                cursor.setBlockFormat(look)
            block = block.next()

    def _on_link(self, link: QUrl) -> None:
        """Go to a place in the document itself; nothing else is ever followed."""
        if link.hasFragment() and not link.scheme() and not link.path():
            self.scrollToAnchor(link.fragment())


class TextViewer(Viewer):
    """Shows text in one widget, with the places found in it."""

    def __init__(self, theme: Theme, edit: QTextBrowser | QPlainTextEdit) -> None:
        count = len(edit.document().toPlainText().split())
        words = Label(theme, ngettext("{count:,} word", "{count:,} words", count).format(count=count), "dense", "ink2")
        super().__init__(DocumentBar(theme, (words,), (words,)))
        self._edit = edit
        self._hits = TextHits(theme, edit)
        self.setLayout(column(self.bar, (edit, 1), gap=0))
        self.setFocusProxy(edit)
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        edit.customContextMenuRequested.connect(self._on_menu_wanted)

    def _on_menu_wanted(self, at: QPoint) -> None:
        offers = Offers(self._edit.copy, self.mark_wanted.emit, self.find_wanted.emit)
        selected = self._edit.textCursor().hasSelection()
        passage_menu(self._edit, offers, self._edit.viewport().mapToGlobal(at), selected=selected)

    @property
    def hits(self) -> int:
        return self._hits.count

    @property
    def hit(self) -> int:
        return self._hits.at

    def find_all(self, words: str) -> None:
        self._hits.find(words)
        self.hits_changed.emit()

    def step_hit(self, by: int) -> None:
        self._hits.step(by)
        self.hits_changed.emit()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        self._hits.show_marks(marks)

    def selected(self) -> Place | None:
        found = selected(self._edit)
        return None if found is None else Place("", "", *found)

    def show_place(self, place: Place) -> None:
        reveal(self._edit, place)


class WordPane(TextViewer):
    """The viewer for Word documents."""

    def __init__(self, theme: Theme, word: WordText) -> None:
        load_rich_text_fonts(resources() / "fonts")
        view = WordBrowser(theme, word)
        super().__init__(theme, view)
        self.view = view
        theme.theme_changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.view.write()
        self._hits.paint()


class PlainPane(TextViewer):
    """The viewer for plain text."""

    def __init__(self, theme: Theme, text: PlainText) -> None:
        view = PlainView(theme, text.text)
        super().__init__(theme, view)
        self.view = view
        theme.theme_changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.view.dress()
        self._hits.paint()


class PlainView(QPlainTextEdit):
    """Shows plain text, line by line."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(READING)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setProperty("ring", "inside")
        self.setAccessibleName(_("Text of the document"))
        self.dress()
        self.setPlainText(text)

    def dress(self) -> None:
        """Take the theme's letters and edges afresh."""
        self.setStyleSheet(PLAIN_LOOK.format(ink=self._theme.hex("ink"), ground=self._theme.hex("surface")))
        font = self._theme.font("reading")
        self.setFont(font)
        self.document().setDefaultFont(font)
        left, top, right = (self._theme.px(edge) for edge in EDGES)
        self.setViewportMargins(left, top, right, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape and plain characters to the desk."""
        if event.key() == Qt.Key.Key_Escape or types_something(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _has_picture(text: str) -> bool:
    return "\ufffc" in text


def _small(content: bytes, widest: int) -> QImage:
    """A picture no wider than the text; an empty one where it is larger than can be shown, or damaged."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    extent = reader.size()
    if not extent.isValid() or extent.width() * extent.height() > LARGEST_POINTS // 8:
        return QImage()
    if extent.width() > widest:
        reader.setScaledSize(extent.scaled(widest, extent.height(), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _sheet(theme: Theme) -> str:
    px = theme.px
    return f"""
        body, p, li, td, th {{ color: {theme.hex("ink")}; }}
        p {{ margin-top: 0; margin-bottom: {px(10)}px; }}
        li {{ margin-bottom: {px(4)}px; }}
        ul, ol {{ margin-top: 0; margin-bottom: {px(10)}px; }}
        td p, th p {{ margin: 0; }}
        th {{ background: {theme.hex("sunken")}; font-weight: 600; text-align: left; }}
        strong {{ font-weight: 600; }}
        h1 {{ margin-top: {px(14)}px; margin-bottom: {px(8)}px; }}
        h2 {{ margin-top: {px(16)}px; margin-bottom: {px(6)}px; }}
        h3, h4, h5, h6 {{ margin-top: {px(12)}px; margin-bottom: {px(4)}px; }}
        blockquote {{ margin-left: {px(16)}px; color: {theme.hex("ink2")}; }}
        a {{ color: {theme.hex("accent")}; }}
        sup {{ font-size: {px(12)}px; }}
    """
