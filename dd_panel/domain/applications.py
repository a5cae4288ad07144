"""Applications: what an authority sent in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.domain.identifiers import Reference


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the form and what the applicant wrote."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with an application; the bytes are kept apart, found by their SHA-256."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Application:
    """An expression of interest. `support_sought` is in whole pounds; texts are exactly as received."""

    reference: Reference
    lead_authority: str
    partners: tuple[str, ...] = ()
    title: str = ""
    service: str = ""
    model: str = ""
    support_sought: int | None = None
    sponsor: str = ""
    contact: str = ""
    email: str = ""
    received: datetime | None = None
    topics: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def heading(self) -> str:
        """The one line that names the application on screens and in sheets."""
        return self.title or (f"{self.lead_authority} – {self.service}" if self.service else self.lead_authority)
