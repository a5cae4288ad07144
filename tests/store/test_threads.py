"""Several threads share one store; their writing takes turns and nothing gets lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from dd_panel.domain.identifiers import Field
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.store import Store
from tests.store.work import DD1, M1, MONDAY, beside

THREADS, TIMES = 8, 25


def test_counting_in_many_threads_counts_every_time(store: Store) -> None:
    def count_up(_thread: int) -> None:
        for _time in range(TIMES):
            with store.writing() as work:
                work.about.put("count", str(int(work.about.get("count") or 0) + 1))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(count_up, range(THREADS)))
    with store.reading() as work:
        assert work.about.get("count") == str(THREADS * TIMES)


def test_readers_see_whole_units_of_work_while_a_writer_goes_on(store: Store) -> None:
    fields = [Field(f"score.c{number}") for number in range(6)]

    def write(thread: int) -> None:
        for time in range(TIMES):
            with store.writing() as work:
                value = f"{thread}-{time}"
                work.entries.write([Write(M1, DD1, field, value) for field in fields], Origin("M1", MONDAY))

    def read(_thread: int) -> set[int]:
        seen: set[int] = set()
        for _time in range(TIMES):
            with store.reading() as work:
                first, again = work.entries.of(M1, DD1), work.entries.of(M1, DD1)
            assert first == again
            seen.add(len(set(first.values())))
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        writers = [pool.submit(write, number) for number in range(2)]
        readers = [pool.submit(read, number) for number in range(THREADS - 2)]
        assert set().union(*(each.result() for each in readers)) <= {0, 1}
        for each in writers:
            each.result()
    store.close()
    assert beside(store.path) == {store.path.name}
