"""The review desk: an application opened, the next one by key, a PDF's first page, and 500 pages leafed through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from dd_panel.domain.identifiers import MemberId
from tests.bench.measuring import Row
from tests.bench.rounds import Size, make_review
from tests.documents import report, scanned_pdf

PAGES = 500


def _told(what: str, file: Path) -> dict[str, list[float]]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.desk_window", what, str(file)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_FONT_DPI": "96", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode())
    told: dict[str, list[float]] = json.loads(ended.stdout)
    return told


def the_desk(folder: Path, _pairs: int) -> list[Row]:
    """A desk of 1,000 applications, half of them reviewed; each pair is one application."""
    review, paper = folder / "desk.ddreview", folder / "report.pdf"
    make_review(review, Size(1_000, 1, reads=1), MemberId("PM001"), every=2)
    paper.write_bytes(report(PAGES))
    scan = folder / "scan.pdf"
    scan.write_bytes(scanned_pdf())
    desk, page, scanned, pages = (
        _told(what, file) for what, file in (("desk", review), ("page", paper), ("page", scan), ("pages", paper))
    )

    def pairs_of(told: dict[str, list[float]], ours: str, theirs: str) -> tuple[tuple[float, float], ...]:
        return tuple(zip(told[ours], told[theirs], strict=True))

    bare = "the answers in Qt's text window"
    return [
        Row("Desk of 1,000: application opened", bare, pairs_of(desk, "open", "bare"), 50, "ms", "ours"),
        Row("Desk of 1,000: next by key", bare, pairs_of(desk, "next", "bare"), 80, "ms", "ours"),
        *(
            Row(f"PDF: first page, {what}, {when}", "bare pypdfium2", pairs_of(told, key, "bare"), 1.5, "ms")
            for what, told in (("a scan", scanned), ("a few words", page))
            for when, key in (("after 0.3 s of reading", "read"), ("by the next key (0.1 s)", "next_key"))
        ),
        Row(f"PDF: {PAGES} pages", "an empty window", pairs_of(pages, "most", "before"), 150, "MB", "difference"),
    ]
