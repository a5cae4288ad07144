"""Tells which authority sent something in, and how certain that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.authority_names import fold_name, take_apart
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dd_panel.domain.authorities import AuthorityIndex, AuthorityRecord
    from dd_panel.exchange.intake import Arrival

LONGEST_LOOKED_AT = 400
"""Characters of a subject or a name in which an authority is looked for."""

MOST_WORDS = 9
"""Words of the longest name: the London Borough of Hammersmith and Fulham Council."""

MOST_LINES = 80
"""Lines of a message, from its top, in which an authority's name is looked for."""

_BETWEEN = re.compile(r"[|:;/()\[\]<>\"“”\t]|\s[-–—]+\s")
_COMMA = re.compile(r",\s+(?!city of|county of)", re.IGNORECASE)
_KINDS = frozenset({"council", "councils", "authority", "corporation", "borough"})
_INSIDE = frozenset({"and", "of", "upon", "on", "the", "in", "le", "by", "&"})
_NOT_NAMES = frozenset(
    """eoi eois expression expressions interest application applications form forms bid bids re fw fwd from for by to
    our the challenge fund final revised draft new resubmission submission version dear""".split()  # noqa: SIM905
)
"""Words that stand beside an authority's name and are no part of it; the words of the round's own name are others."""

_NOT_TELLING = frozenset({"gov", "uk", "co", "org", "com", "net", "ac", "nhs", "police", "www", "mail", "email", "gcsx",
                          "gsi", "gsx"})  # fmt: skip
_PUBLIC_POST = re.compile(r"\b(?:gmail|googlemail|hotmail|outlook|yahoo|btinternet|live|icloud|aol)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """The authority read from an arrival: its `name`, and a `key` that is the same for all names of one body.

    No `doubt` means that it is certain; else it is a whole sentence that says why somebody has to check. `stated` says
    that the applicant's form names it so.
    """

    name: str
    key: str
    doubt: str = ""
    stated: bool = False


class Authorities:
    """The authorities of a round's register; without a register, names are known by their words alone."""

    def __init__(self, index: AuthorityIndex | None, round_name: str = "") -> None:
        self._index = index
        self._not_names = _NOT_NAMES | set(fold_name(round_name).split()) - _INSIDE
        self._found: dict[str, AuthorityRecord | None] = {}
        self._known: set[str] = set()
        for record in index.records if index else ():
            for name in (record.official_name, record.nice_name, *record.alt_names):
                if name.strip():
                    self._known |= {fold_name(name), take_apart(name).place}

    def key_of(self, name: str) -> str:
        """What is the same for every name of one body."""
        record = self._look_up(name)
        return f"= {record.official_name}" if record is not None else fold_name(name)

    def named_in(self, arrival: Arrival, lead: str) -> Named:
        """Who sent it: as the form says (`lead`), else the subject, the sender's name, the text, or the address."""
        if lead:
            return self._as_stated(lead)
        subjects = [arrival.label, arrival.subject, *(each.subject for each in arrival.forwarded)]
        senders = [arrival.sender, *(each.sender for each in arrival.forwarded)]
        found = self._from_head(subjects, senders) or self._from_text(arrival)
        return found or self._from_domain(arrival.address) or _sender_alone(arrival)

    def named_by(self, subject: str, sender: str, address: str) -> Named | None:
        """Who sent it by no more than the head of a message; None where that names no authority."""
        return self._from_head([subject], [sender]) or self._from_domain(address)

    def _from_head(self, subjects: Iterable[str], senders: Iterable[str]) -> Named | None:
        for texts in (subjects, senders):
            names = self._mentions(texts)
            if len(names) == 1:
                return Named(names[0], self.key_of(names[0]))
            if names:
                doubt = _("Several authorities are named ({names}); the first was taken as the lead.")
                return Named(names[0], self.key_of(names[0]), doubt.format(names="; ".join(names)))
        return None

    def _as_stated(self, lead: str) -> Named:
        known = self._index is None or self._look_up(lead) is not None
        doubt = "" if known else _("The register of authorities has no “{name}” for certain.").format(name=lead)
        return Named(lead, self.key_of(lead), doubt, stated=True)

    def _from_text(self, arrival: Arrival) -> Named | None:
        texts = [arrival.text, *(each.text for each in arrival.forwarded)]
        lines = [line for text in texts for line in text.split("\n")[:MOST_LINES]]
        names = self._mentions([line for line in lines if not line.startswith(">") and len(line) <= LONGEST_LOOKED_AT])
        if not names:
            return None
        doubt = _("The lead authority “{name}” was read from the text of the message.").format(name=names[0])
        return Named(names[0], self.key_of(names[0]), doubt)

    def _from_domain(self, address: str) -> Named | None:
        record = self._of_domain(_domain_of(address))
        if record is None:
            return None
        doubt = _("The lead authority was guessed from the sender's address {address}.")
        return Named(record.official_name, f"= {record.official_name}", doubt.format(address=address))

    def _of_domain(self, domain: str) -> AuthorityRecord | None:
        labels = [label for label in domain.split(".") if label and label not in _NOT_TELLING]
        found = [record for label in labels if (record := self._look_up(label.replace("-", " ")))]
        return found[0] if len(found) == 1 and domain.endswith(".gov.uk") else None

    def _look_up(self, name: str) -> AuthorityRecord | None:
        """The one record that a name means; its code is no name here: three letters in a subject may mean anything."""
        if self._index is None:
            return None
        if name not in self._found:
            known = fold_name(name) in self._known or take_apart(name).place in self._known
            self._found[name] = self._index.record_of(name) if known else None
        return self._found[name]

    def _mentions(self, texts: Iterable[str]) -> list[str]:
        """The authorities named in short texts, each once, as they are written."""
        found: dict[str, str] = {}
        for text in texts:
            for stretch in _BETWEEN.split(text[:LONGEST_LOOKED_AT]):
                for piece in self._parted_by_commas(stretch):
                    for name in self._in_piece(piece.strip(" .,;:-–—'’")):
                        found.setdefault(self.key_of(name), name)
        return list(found.values())

    def _parted_by_commas(self, stretch: str) -> Iterator[str]:
        """The stretch in pieces; the commas of a name such as Bournemouth, Christchurch and Poole part nothing."""
        words = stretch.split() if _COMMA.search(stretch) else []
        begin = at = 0
        while at < len(words):
            taken = next((count for count in range(min(MOST_WORDS, len(words) - at), 2, -1)
                          if self._is_across_commas(words[at : at + count])), 0)  # fmt: skip
            if taken:
                yield from _COMMA.split(" ".join(words[begin:at]))
                yield " ".join(words[at : at + taken])
                begin = at + taken
            at += taken or 1
        yield from _COMMA.split(" ".join(words[begin:]) if begin else stretch)

    def _is_across_commas(self, words: list[str]) -> bool:
        """Whether the words are one authority's name, with a comma in its midst."""
        across = any(word.endswith(",") for word in words[:-1]) and words[-1].casefold() not in _INSIDE
        return across and self._look_up(" ".join(words)) is not None

    def _in_piece(self, piece: str) -> Iterator[str]:
        if not piece:
            return
        if self._index is None:
            yield from _names_by_words(piece.split(), self._not_names)
            return
        if self._look_up(piece) is not None and not piece.isdigit():
            yield piece
            return
        words = piece.split()
        at = 0
        while at < len(words):
            taken = next((count for count in range(min(MOST_WORDS, len(words) - at), 1, -1)
                          if self._is_name(words[at : at + count])), 0)  # fmt: skip
            if taken:
                yield " ".join(words[at : at + taken]).strip(" .,;:")
            at += taken or 1

    def _is_name(self, words: list[str]) -> bool:
        """Whether the words are one authority's name that says what kind of authority it is."""
        name = " ".join(words).strip(" .,;:")
        if words[0].casefold() in self._not_names - {"the"} or words[-1].casefold() in _INSIDE:
            return False
        telling = take_apart(name).kinds or _KINDS & set(fold_name(name).split())
        return bool(telling) and self._look_up(name) is not None


def _domain_of(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _sender_alone(arrival: Arrival) -> Named:
    """The sender in the place of an authority that nothing names."""
    domain = _domain_of(arrival.address)
    sender = f"? {arrival.address.casefold() or arrival.sender.casefold() or arrival.label or arrival.source}"
    public = _PUBLIC_POST.search(domain) is not None
    name = arrival.label or arrival.sender or (arrival.address if public else domain) or _("Unknown sender")
    doubt = _("No authority is named for certain; “{name}” stands in its place until somebody matches it to one.")
    return Named(name, sender, doubt.format(name=name))


def _names_by_words(words: list[str], not_names: frozenset[str]) -> Iterator[str]:
    """Names that end in *Council* and the like, with the capitalised words before it."""
    for at, word in enumerate(words):
        plain = word.strip(".,;:'’!?").casefold()
        if plain not in _KINDS or (plain == "borough" and at + 1 < len(words) and _joins(words[at + 1], not_names)):
            continue
        first = at
        while first > 0 and at - first < MOST_WORDS and _joins(words[first - 1], not_names):
            first -= 1
        while first < at and words[first].casefold() in _INSIDE:
            first += 1
        if first < at:
            yield " ".join(words[first : at + 1]).strip(" .,;:!?")


def _joins(word: str, not_names: frozenset[str]) -> bool:
    """Whether a word can be part of a name."""
    plain = word.casefold().strip(".,;:!?")
    if any(letter.isdigit() for letter in word):
        return False
    return plain not in not_names and (plain in _INSIDE or word[:1].isupper()) and not word.endswith((",", ";", ":"))
