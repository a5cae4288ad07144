"""The few kinds of trouble that people are told about; everything else is a bug."""

from __future__ import annotations


class DDPanelError(Exception):
    """Something a person can put right, said in three short sentences.

    `title` says what happened, `detail` where and why, `remedy` what to do next. All three are plain text.
    """

    def __init__(self, title: str, detail: str = "", remedy: str = "") -> None:
        super().__init__(title, detail, remedy)
        self.title = title
        self.detail = detail
        self.remedy = remedy

    def __str__(self) -> str:
        """The whole message on one line, as the command line prints it."""
        return " ".join(part for part in (self.title, self.detail, self.remedy) if part)


def system_sentence(error: Exception) -> str:
    """What the system says of a failure, with the full stop that it leaves out: the remedy stands behind it."""
    return str(getattr(error, "strerror", None) or error).rstrip(". ") + "."


class InputError(DDPanelError):
    """What was handed in can't be used: a file, a value, a word on the command line."""


class PassphraseError(InputError):
    """The file is locked, and was not opened: no passphrase was given, or another one."""


class StorageError(DDPanelError):
    """The disk said no: full, read-only, damaged, or gone."""


class ReadOnlyError(StorageError):
    """The file, or the folder it is in, may be read and not written to."""


class LockedError(DDPanelError):
    """Somebody else has the file open for writing."""


class VersionConflictError(DDPanelError):
    """Two versions of the same thing met: a newer file, another rubric."""
