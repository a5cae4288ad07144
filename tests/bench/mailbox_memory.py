"""`python -m tests.bench.mailbox_memory ROUND MAILBOX` takes a mailbox in and says the most memory that was held."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.intake import read_sources
from dd_panel.services.intake.applications import take_in
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import most_held

NOON = datetime(2014, 2, 20, 12, 0, tzinfo=LONDON)


def main() -> None:
    """Take the mailbox in, as the window and the command line do."""
    path, box = map(Path, sys.argv[1:])
    with open_store(path) as store:
        before = most_held()
        report = take_in(Workplace(store, lambda: NOON, "bench"), read_sources([box]))
        print(json.dumps({"before": before, "most": most_held(), "received": report.received}))


if __name__ == "__main__":
    main()
