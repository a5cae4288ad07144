"""A world without a network and without files of others."""

from __future__ import annotations

import builtins
import socket

import pytest

from dd_panel.exchange.attachments.opening import open_document
from tests.documents import docx_of, paragraph


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every try to reach anything over a network, or to read a file that is none of the program's own."""
    open_document(docx_of(paragraph("Warm")))  # what is imported now would otherwise meet a world without sockets
    tries: list[object] = []

    def refuse(*arguments: object, **_options: object) -> None:
        tries.append(arguments)
        raise OSError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    open_file = builtins.open

    def watched(file: object, *arguments: object, **options: object) -> object:
        if "secret" in str(file):
            refuse(file)
        return open_file(file, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", watched)
    return tries
