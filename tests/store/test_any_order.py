"""Whatever people do, in whatever order: the store holds what was kept last, and its history leads there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dd_panel.domain.identifiers import Field, MemberId, Reference
from dd_panel.domain.merging import Standing
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind
from tests.builders import a_member, an_application
from tests.store.work import COMMENT, DD1, DD2, M1, M2, MONDAY, NEED

Key = tuple[MemberId, Reference, Field]
KEYS = st.tuples(st.sampled_from([M1, M2]), st.sampled_from([DD1, DD2]), st.sampled_from([NEED, COMMENT]))
TEXTS = st.sampled_from(["", "1", "4", "cannot judge", "so\nso"])
ORIGIN = Origin("somebody", MONDAY)


class ARound(RuleBasedStateMachine):
    """A round at work beside a plain dictionary that says what must stand."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "round.ddround"
        self.model: dict[Key, tuple[Standing, int]] = {}
        self.changes: list[tuple[Key, str, str]] = []

    @initialize()
    def make(self) -> None:
        self.store = create(self.path, FileKind.ROUND, MONDAY)
        with self.store.writing() as work:
            work.panel.add_members([a_member("M1"), a_member("M2")])
            work.applications.add([an_application("DD-001"), an_application("DD-002")])

    def expect(self, key: Key, value: str | None, received: tuple[str | None, str | None] | None = None) -> None:
        standing, revision = self.model.get(key, (Standing(), 0))
        if value is not None and value != standing.value:
            if value != (standing.value or ""):
                self.changes.append((key, standing.value or "", value))
            standing, revision = Standing(value, standing.received, standing.raw), revision + 1
            self.model[key] = (standing, revision)
        if received is not None and received != (standing.received, standing.raw):
            self.model[key] = (Standing(standing.value, *received), revision)

    @rule(key=KEYS, value=TEXTS)
    def type(self, key: Key, value: str) -> None:
        with self.store.writing() as work:
            work.entries.write([Write(*key, value)], ORIGIN)
        self.expect(key, value)

    @rule(keys=st.lists(KEYS, min_size=1, max_size=20), value=st.none() | TEXTS, received=st.none() | TEXTS)
    def merge(self, keys: list[Key], value: str | None, received: str | None) -> None:
        with self.store.writing() as work:
            work.entries.write([Write(*key, value, received, "raw", settle=True) for key in keys], ORIGIN)
        for key in keys:
            self.expect(key, value, (received, "raw"))

    @rule(key=KEYS, value=TEXTS)
    def fail(self, key: Key, value: str) -> None:
        try:
            with self.store.writing() as work:
                work.entries.write([Write(*key, value, value, value, settle=True)], ORIGIN)
                work.panel.member(MemberId("nobody"))
        except KeyError:
            pass

    @rule()
    def close_and_open(self) -> None:
        self.store.close()
        self.store = open_store(self.path)

    @rule()
    def go_on_with_a_copy(self) -> None:
        copy = self.path.with_name("copy.ddround")
        self.store.copy_to(copy)
        self.store.close()
        copy.replace(self.path)
        self.store = open_store(self.path)

    @invariant()
    def what_stands_is_what_was_kept(self) -> None:
        with self.store.reading() as work:
            found = {
                (each.member, each.application, each.field): (each.standing, each.revision)
                for each in work.entries.all_details()
            }
            recorded = [
                ((each.member, each.application, each.field), each.before, each.after)
                for each in work.entries.history()
            ]
        assert found == self.model
        assert recorded == self.changes

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestARound = ARound.TestCase
TestARound.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
