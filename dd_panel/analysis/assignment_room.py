"""Whether everybody's room suffices for all reviews: by greatest flow, and where it doesn't, the cut that shows why.

Sources: Ford and Fulkerson 1956 (a least cut names what blocks); Mendelsohn and Dulmage 1958 (lower bounds of the
members' loads can be met together with the applications' needs as soon as each can be met alone).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy.sparse import csr_array

    from dd_panel.analysis.table import Chosen, Whole

UNLIMITED = 1_000_000
"""The limit of a member who has none."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """What can't be reviewed: these applications need `wanted` more reviews, and there is `room` for so many of them.

    `applications` and `members` are indices, the members those whose limits are in the way; others may take one review
    of an application each, which `room` counts too. `missing` is how many reviews find nobody.
    """

    applications: tuple[int, ...]
    members: tuple[int, ...]
    wanted: int
    room: int
    missing: int


def shortage(needs: Whole, open_pairs: Chosen, room: Whole) -> Shortage | None:
    """Where the room does not suffice, or None.

    `needs` are the reviews each application still needs (applications), `open_pairs` the pairs that may be made
    (applications x members), `room` how many more each member may read (members).
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    network = _network(needs, open_pairs, room)
    found = maximum_flow(network, 0, network.shape[0] - 1)
    missing = int(needs.sum()) - int(found.flow_value)
    if not missing:
        return None
    left = csr_array(network - found.flow)
    left.eliminate_zeros()
    reached = set(breadth_first_order(left, 0, return_predecessors=False).tolist())
    applications = tuple(each for each in range(len(needs)) if each + 1 in reached and needs[each])
    first = len(needs) + 1
    members = tuple(each for each in range(len(room)) if first + each in reached)
    wanted = int(needs[list(applications)].sum())
    # What finds nobody is all within these applications: every other one has its reviews.
    return Shortage(applications, members, wanted, wanted - missing, missing)


def suffices(needs: Whole, open_pairs: Chosen, room: Whole) -> bool:
    """Whether everybody's room suffices for all reviews."""
    return shortage(needs, open_pairs, room) is None


def even_room(needs: Whole, open_pairs: Chosen, room: Whole, standing: Whole) -> tuple[Whole, Whole]:
    """The least and the most new reviews of each member (members) that keep the loads as even as they can be.

    First the highest load is made as low as it can be, then the lowest as high. `standing` are the loads that are
    there; members above the level keep theirs and get nothing new. The needs must fit into the room.
    """
    import numpy as np

    most = _lowest(
        lambda level: suffices(needs, open_pairs, _below(level, room, standing)), int(standing.max() + needs.sum())
    )
    upper = _below(most, room, standing)
    reach = np.minimum(upper, open_pairs[needs > 0].sum(axis=0))

    def lower(level: int) -> Whole:
        return np.clip(level - standing, 0, reach)

    turned = np.ascontiguousarray(open_pairs.T)
    too_high = _lowest(lambda level: not suffices(lower(level), turned, needs) or level > most, most + 1)
    return lower(too_high - 1), upper


def _below(level: int, room: Whole, standing: Whole) -> Whole:
    import numpy as np

    return np.clip(level - standing, 0, room)


def _lowest(holds: Callable[[int], bool], highest: int) -> int:
    """The lowest number up to `highest` for which something holds that holds for all higher ones."""
    low, high = 0, highest
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _network(needs: Whole, open_pairs: Chosen, room: Whole) -> csr_array:
    """Source, applications, members, sink; capacities are the needs, one a pair, and the room."""
    import numpy as np
    from scipy.sparse import csr_array

    count, members = open_pairs.shape
    size = count + members + 2
    rows, columns = np.nonzero(open_pairs & (needs > 0)[:, np.newaxis])
    start = np.concatenate([np.zeros(count), rows + 1, np.arange(members) + count + 1])
    end = np.concatenate([np.arange(count) + 1, columns + count + 1, np.full(members, size - 1)])
    capacity = np.concatenate([needs, np.ones(len(rows)), np.minimum(room, UNLIMITED)])
    return csr_array((capacity.astype(np.int32), (start.astype(np.int32), end.astype(np.int32))), shape=(size, size))
