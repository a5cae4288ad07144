"""Writes review packs: each file whole or not there, and the same bytes for the same contents."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, cycle
from typing import TYPE_CHECKING

from dd_panel.domain.documents import round_to_document
from dd_panel.exchange.files import begin_to_keep, written_whole
from dd_panel.exchange.pack import layout
from dd_panel.exchange.pack.archive import Archive, Part
from dd_panel.exchange.pack.contents import (
    application_document,
    as_sent,
    assignment_document,
    crossing_document,
    given_document,
    member_document,
)
from dd_panel.exchange.pack.locking import Locking

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from dd_panel.domain.applications import Application, Attachment
    from dd_panel.exchange.pack.contents import Pack

    _Writing = Generator[None, Part | None, None]
    _InHand = tuple["_Leaving", _Writing, ThreadPoolExecutor]

_OPEN_AT_ONCE = 64
"""Packs that are written together; on every system a program may have a few hundred files open."""

_HANDS = 4
"""Threads that hash and write: some of them wait for the disk."""

_LOCKING_HANDS = 2
"""Threads where packs are locked: each takes 64 MB of memory while it makes a key of the passphrase."""

_UNDER_WAY = 32 * 1024 * 1024
"""Bytes of attachments that may wait to be written; a larger one waits alone."""


def write_packs(
    packs: Mapping[Path, Pack],
    secret: bytes,
    passphrase: str | None = None,
    *,
    told: Callable[[int, int, str], None],
) -> dict[Path, str]:
    """Write packs, and return the SHA-256 of each; of conflicted applications only bidders and title go into them.

    Each attachment is read and proved once, and goes from there into all packs that want it; none of these is put into
    its place before all of them hold everything. `secret` is the round's key of 32 bytes, which signs the packs; with a
    passphrase they are locked. `told` hears before each step how many of how many are done and what comes next; what it
    raises ends the whole. Raises InputError when something else lies at a path, StorageError when the disk refuses, and
    what `Pack.blobs` raises.
    """
    leaving = [_Leaving.of(path, pack) for path, pack in packs.items()]
    batches = [leaving[at : at + _OPEN_AT_ONCE] for at in range(0, len(leaving), _OPEN_AT_ONCE)]
    steps = sum(2 * len(batch) + len(_attachments(batch)) for batch in batches)
    done = count()
    made: dict[Path, str] = {}
    for batch in batches:
        made |= _write_together(batch, secret, passphrase, lambda what: told(next(done), steps, what))
    return made


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A pack as it leaves the secretariat; `attachments` are what goes into it, by their SHA-256."""

    path: Path
    pack: Pack
    applications: tuple[Application, ...]
    attachments: Mapping[str, Attachment]

    @classmethod
    def of(cls, path: Path, pack: Pack) -> _Leaving:
        applications = as_sent(pack)
        attachments = {each.sha256: each for application in applications for each in application.attachments}
        return cls(path, pack, applications, {sha256: attachments[sha256] for sha256 in sorted(attachments)})


def _attachments(batch: Iterable[_Leaving]) -> dict[str, _Leaving]:
    """All attachments in the order in which every pack has them, each with a pack that wants it."""
    found = {sha256: each for each in batch for sha256 in each.attachments}
    return {sha256: found[sha256] for sha256 in sorted(found)}


def _write_together(
    batch: Sequence[_Leaving], secret: bytes, passphrase: str | None, step: Callable[[str], None]
) -> dict[Path, str]:
    made: dict[Path, str] = {}
    with ExitStack() as ending:
        # A pack stays in one hand, which keeps its parts in order.
        hands = [ThreadPoolExecutor(1) for _hand in range(_LOCKING_HANDS if passphrase else _HANDS)]
        packs = [(each, _writing(each, secret, passphrase, made), hand) for each, hand in zip(batch, cycle(hands))]
        for _leaving, writing, _hand in packs:
            ending.callback(writing.close)
        for hand in hands:
            ending.callback(hand.shutdown, cancel_futures=True)
        _go_on(packs, step)
        _send_attachments(packs, step)
        _go_on(packs, step)
    return {each.path: made[each.path] for each in batch}


def _go_on(packs: Sequence[_InHand], step: Callable[[str], None]) -> None:
    """Let all packs be begun, or be ended."""
    for leaving, gone_on in [(leaving, hand.submit(next, writing, None)) for leaving, writing, hand in packs]:
        step(leaving.pack.member.name)
        gone_on.result()


def _send_attachments(packs: Sequence[_InHand], step: Callable[[str], None]) -> None:
    """Read the attachments one after the other, while those before are written."""
    under_way: deque[tuple[int, list[Future[None]]]] = deque()
    for sha256, wanting in _attachments(leaving for leaving, *_rest in packs).items():
        step(wanting.attachments[sha256].name)
        part = Part.of(layout.blob_part(sha256), wanting.pack.blobs(sha256))
        sent = [hand.submit(writing.send, part) for leaving, writing, hand in packs if sha256 in leaving.attachments]
        under_way.append((part.size, sent))
        while sum(size for size, _sent in under_way) > _UNDER_WAY:
            _await(under_way)
    while under_way:
        _await(under_way)


def _await(under_way: deque[tuple[int, list[Future[None]]]]) -> None:
    for each in under_way.popleft()[1]:
        each.result()


def _writing(leaving: _Leaving, secret: bytes, passphrase: str | None, made: dict[Path, str]) -> _Writing:
    """Write one pack in turns: first all but its attachments, then each of these as it is sent, for None the end.

    Its SHA-256 goes into `made`. Closed before its end, it leaves nothing.
    """
    texts = {
        layout.application_part(number): _json(application_document(each))
        for number, each in enumerate(leaving.applications, start=1)
    }
    manifest = _json(_manifest(leaving.pack, texts, leaving.attachments.values()))
    with written_whole(leaving.path, ours=layout.is_pack) as file:
        lock = None if passphrase is None else Locking(file, passphrase)
        archive = Archive(lock or file)
        for name, content in {layout.MANIFEST: manifest, **texts}.items():
            archive.add(Part.of(name, [content]))
        while (part := (yield)) is not None:
            start = file.tell()
            archive.add(part)
            begin_to_keep(file, start)
        sha256 = archive.close(secret)
        made[leaving.path] = sha256 if lock is None else lock.close()


def _manifest(pack: Pack, texts: dict[str, bytes], blobs: Iterable[Attachment]) -> dict[str, object]:
    # The first two keys are what `layout.version_of` recognises a pack by.
    return {
        "format": layout.FORMAT,
        "version": layout.VERSION,
        "made": pack.made.isoformat(),
        "round": round_to_document(pack.rules),
        "member": member_document(pack.member),
        "assignments": [assignment_document(each) for each in pack.assignments],
        "conflicts": [{"application": str(reference), "text": text} for reference, text in pack.conflicts],
        "applications": [
            {"part": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in texts.items()
        ],
        "blobs": [{"part": layout.blob_part(each.sha256), "sha256": each.sha256, "size": each.size} for each in blobs],
        **_more(pack),
    }


def _more(pack: Pack) -> dict[str, object]:
    if not pack.crossings:
        return {}
    return {
        "crossings": [crossing_document(each) for each in pack.crossings],
        "given": [given_document(each) for each in pack.given],
    }


def _json(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
