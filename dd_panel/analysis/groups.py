"""Who can be compared with whom: reviewers are tied together by the applications they share.

Sources: treatments of a block design can be compared only within a connected part (Eccleston and Hedayat 1974);
articulation points by depth-first search (Hopcroft and Tarjan 1973).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.text import ngettext

if TYPE_CHECKING:
    from dd_panel.analysis.table import ReviewTable

_Graph = list[list[int]]


@dataclass(frozen=True, slots=True)
class Bridge:
    """One application that alone ties reviewers together; without it they fall into these `sides`.

    `application` is an index into the table; a side lists its reviewers. Reviewers who read nothing else are no side.
    """

    application: int
    sides: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The reviewers who can be compared with each other, the largest group first, and the bridges inside them.

    `applications` says for each application of the table which group read it; None where nobody did.
    """

    reviewers: tuple[tuple[str, ...], ...]
    applications: tuple[int | None, ...]
    bridges: tuple[Bridge, ...]

    @property
    def connected(self) -> bool:
        """Whether all reviewers can be compared with each other."""
        return len(self.reviewers) <= 1

    def note(self) -> str:
        """What a reader must know before comparing across groups; empty when there is one group."""
        if self.connected:
            return ""
        return ngettext(
            "The reviewers form {count} group that shares no application with another: a comparison across groups "
            "rests on equal strictness.",
            "The reviewers form {count} groups that share no application: a comparison across groups rests on equal "
            "strictness.",
            len(self.reviewers),
        ).format(count=len(self.reviewers))

    def bridge_note(self) -> str:
        """How thin the ties between reviewers are; empty when no single application carries one alone."""
        if not self.bridges:
            return ""
        return ngettext(
            "{count} application alone ties groups of reviewers together.",
            "{count} applications each tie groups of reviewers together alone.",
            len(self.bridges),
        ).format(count=len(self.bridges))


def find_groups(table: ReviewTable) -> Groups:
    """Find the groups of reviewers and the bridges between them; no reviews give no groups."""
    reviewers = table.reviewers
    node = {reviewer: number for number, reviewer in enumerate(reviewers)}
    graph: _Graph = [[] for _node in range(len(reviewers) + len(table.applications))]
    for row in table.rows:
        graph[node[row.reviewer]].append(len(reviewers) + row.application)
        graph[len(reviewers) + row.application].append(node[row.reviewer])
    group_of: list[int | None] = [None] * len(table.applications)
    members: list[tuple[str, ...]] = []
    bridges: list[Bridge] = []
    for number, walk in enumerate(_walks(graph, len(reviewers))):
        members.append(tuple(reviewers[each] for each in sorted(walk.order) if each < len(reviewers)))
        for each in walk.order:
            if each >= len(reviewers):
                group_of[each - len(reviewers)] = number
        bridges += _bridges(walk, reviewers)
    return Groups(tuple(members), tuple(group_of), tuple(sorted(bridges, key=lambda each: each.application)))


def _walks(graph: _Graph, reviewers: int) -> list[_Walk]:
    """One walk through each component; the component with the most reviewers first."""
    walks: list[_Walk] = []
    seen: set[int] = set()
    for start in range(reviewers):
        if start not in seen:
            walks.append(_Walk(graph, start))
            seen.update(walks[-1].order)
    return sorted(walks, key=lambda walk: (-sum(each < reviewers for each in walk.order), walk.order[0]))


class _Walk:
    """One depth-first walk through a component, without recursion, because a component may be thousands deep.

    `order` lists its nodes as they were met; everything below a node stands in one slice of it, `size` long.
    """

    def __init__(self, graph: _Graph, start: int) -> None:
        self.order: list[int] = [start]
        self.met = {start: 0}
        self.lowest = {start: 0}
        self.size = {start: 1}
        self.children: dict[int, list[int]] = {start: []}
        path = [(start, -1, iter(graph[start]))]
        while path:
            here, came_from, others = path[-1]
            following = next(others, None)
            if following is None:
                path.pop()
                if path:
                    self._return_to(path[-1][0], here)
            elif following not in self.met:
                self.met[following] = self.lowest[following] = len(self.order)
                self.order.append(following)
                self.size[following], self.children[following] = 1, []
                self.children[here].append(following)
                path.append((following, here, iter(graph[following])))
            elif following != came_from:
                self.lowest[here] = min(self.lowest[here], self.met[following])

    def _return_to(self, parent: int, child: int) -> None:
        self.lowest[parent] = min(self.lowest[parent], self.lowest[child])
        self.size[parent] += self.size[child]

    def below(self, node: int) -> list[int]:
        """The node and everything met through it."""
        return self.order[self.met[node] : self.met[node] + self.size[node]]

    def cut_off_by(self, node: int) -> list[list[int]]:
        """The parts into which the component falls without the node; it was not the walk's start."""
        parts = [self.below(child) for child in self.children[node] if self.lowest[child] >= self.met[node]]
        if not parts:
            return []
        gone = {node}.union(*parts)
        return [[each for each in self.order if each not in gone], *parts]


def _bridges(walk: _Walk, reviewers: tuple[str, ...]) -> list[Bridge]:
    bridges: list[Bridge] = []
    for node in walk.order:
        if node < len(reviewers):
            continue
        # A part without another application is a reviewer who read nothing else: little is lost with that tie.
        parts = [part for part in walk.cut_off_by(node) if any(each >= len(reviewers) for each in part)]
        if len(parts) > 1:
            sides = sorted((sorted(each for each in part if each < len(reviewers)) for part in parts), key=len)
            bridges.append(
                Bridge(node - len(reviewers), tuple(tuple(reviewers[each] for each in side) for side in sides))
            )
    return bridges
