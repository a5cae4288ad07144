"""The real register of authorities, as the domain sees it."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

from dd_panel.domain.authorities import AuthorityIndex, AuthorityRecord

CLOSING = date(2014, 2, 10)


def real_register(shared_data: Path) -> AuthorityIndex:
    """The register beside the checkout, read plainly."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with (shared_data / "uk_local_authorities.csv").open(encoding="utf-8-sig", newline="") as file:
        return AuthorityIndex(
            AuthorityRecord(
                row["official-name"],
                row["nice-name"],
                row["local-authority-code"],
                row["gss-code"],
                day(row["start-date"]),
                day(row["end-date"]),
                row["replaced-by"],
                row["nation"],
                row["region"],
                tuple(re.split(r",(?!\s)", row["alt-names"])),
            )
            for row in csv.DictReader(file)
        )
