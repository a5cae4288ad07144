"""The files as they were received: which of some are new, and any of them saved again, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import DDPanelError, InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.exchange.files import read_whole, sha256_of, write_whole
from dd_panel.store.returns import TAKEN_BACK
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.services.workplace import Workplace


def save_original(place: Workplace, return_id: int, path: Path) -> None:
    """Save the bytes of a return as they were received.

    Raises InputError when there is no such return, or something else stands there; StorageError when it can't be
    written.
    """
    with place.store.reading() as work:
        try:
            content = work.returns.content(return_id)
        except KeyError:
            raise InputError(_("There is no such scoresheet."), remedy=_("Choose one that is in the Log.")) from None
    write_whole(path, content, ours=lambda there: there.read_bytes() == content)


def save_attachment(place: Workplace, reference: str, name: str, path: Path) -> None:
    """Save a file of an application as it was received.

    Raises InputError when the application has no such file, or something else stands there; StorageError when it can't
    be written.
    """
    with place.store.reading() as work:
        try:
            files = {each.name: each for each in work.applications.get(Reference(reference)).attachments}
            content = work.applications.blob(files[name].sha256)
        except KeyError:
            raise InputError(
                _("{reference} has no file {name}.").format(reference=reference, name=name),
                remedy=_("Choose one of its files."),
            ) from None
    write_whole(path, content, ours=lambda there: there.read_bytes() == content)


def not_received(place: Workplace, paths: Sequence[Path]) -> tuple[Path, ...]:
    """Which of these files hold bytes that were never received, or whose merge was taken back.

    A file that can't be read now counts as received: it is looked at again when it changes.
    """
    new: list[Path] = []
    with place.store.reading() as work:
        for path in paths:
            try:
                known = work.returns.by_sha(sha256_of(read_whole(path)))
            except DDPanelError:
                continue
            if known is None or known.status == TAKEN_BACK:
                new.append(path)
    return tuple(new)
