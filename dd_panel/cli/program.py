"""The program `dd-panel` with a subcommand."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Mapping
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

import dd_panel
from dd_panel.cli.answers import REFUSED, as_document
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOMS = {
    "setup_commands": ("new", "add-applications", "add-members", "add-authorities"),
    "rubric_commands": ("rubric",),
    "eligibility_commands": ("eligibility", "gate", "withdraw", "match", "settle"),
    "form_commands": ("form", "ask-applicant"),
    "intake_commands": ("waiting",),
    "lock_commands": ("lock", "unlock"),
    "conflict_commands": ("conflicts",),
    "assign_commands": ("assign",),
    "panel_commands": ("pack", "unpack", "scoresheet", "blank-scoresheet", "second-look", "remove"),
    "return_commands": ("merge", "findings", "decide", "trace"),
    "result_commands": ("rank", "consolidate", "verify", "demo"),
    "meeting_commands": ("agree", "decisions", "scenario", "minutes"),
}
"""The modules of this package with the names of their `COMMANDS`, so that one is found without importing the others."""

_ROOM_OF = {name: room for room, names in ROOMS.items() for name in names}

STOPPED, BROKEN = 130, 70
"""Exit codes beside those of a command's answer: stopped with Ctrl+C, as shells count it; a fault of the program."""

_WHOLE = 1000
"""Characters that no first sentence has."""

_HELP = """Expert panel work for a competitive grant programme, offline.

Without a command, or with a file, dd-panel opens its window. With a command it does the work without one.

\b
A round from beginning to end:
  dd-panel new round.ddround --round round.toml
  dd-panel add-applications round.ddround applications.xlsx
  dd-panel add-members round.ddround members.csv
  dd-panel conflicts round.ddround --out forms
  dd-panel conflicts round.ddround forms/*.xlsx
  dd-panel assign round.ddround
  dd-panel pack round.ddround --out packs
  dd-panel merge round.ddround returns/*.xlsx
  dd-panel findings round.ddround
  dd-panel rank round.ddround
  dd-panel agree round.ddround DD-007 3.5 --reason "The plan has no dates"
  dd-panel decisions round.ddround DD-007 fund
  dd-panel minutes round.ddround --out minutes.docx
  dd-panel consolidate round.ddround --out result.xlsx

Every command takes --json after its name and then prints one JSON document on standard output.

\b
Exit codes:
  0  done
  1  done, but findings wait for a decision
  2  refused: wrong usage or unusable input; nothing was changed
Stopped with Ctrl+C it ends with 130, by a fault of the program with 70.
"""


class _Shelf(Mapping[str, click.Command]):
    """The commands by name; the module of one is imported when somebody asks for it.

    What the modules need takes longer to import than most commands take to run. Names alone, as for “Did you mean”,
    import nothing.
    """

    def __getitem__(self, name: str) -> click.Command:
        room = importlib.import_module(f"dd_panel.cli.{_ROOM_OF[name]}")
        commands: Sequence[click.Command] = room.COMMANDS
        return next(command for command in commands if command.name == name)

    def __iter__(self) -> Iterator[str]:
        return iter(_ROOM_OF)

    def __len__(self) -> int:
        return len(_ROOM_OF)


class _Manual(click.Group):
    """Lists the commands with their whole first sentence, where click would cut it to the width of the line."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.commands[name].get_short_help_str(limit=_WHOLE)) for name in self.list_commands(ctx)]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


@click.group(
    cls=_Manual,
    commands=_Shelf(),
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(dd_panel.__version__, prog_name="dd-panel")
def program() -> None:
    """Hold the commands together; click shows `_HELP`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _print_every_letter()
    try:
        program.main(arguments, prog_name="dd-panel", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else REFUSED
    except click.ClickException as error:
        error.show()
        if "--json" in arguments:
            refusal = {"title": error.format_message(), "detail": "", "remedy": _way_to_help(error)}
            click.echo(as_document({"error": refusal, "notes": []}))
        return REFUSED
    except click.Abort:
        click.echo(_("Stopped. What was written whole by then stays, and nothing is half-written."), err=True)
        return STOPPED
    except Exception:  # noqa: BLE001 (whatever it is: Python's own exit code for it would say that findings wait)
        traceback.print_exc()
        click.echo(_("This is a fault in the program. Please report it with the lines above."), err=True)
        return BROKEN
    return 0


def _print_every_letter() -> None:
    """Let a letter that a stream's alphabet lacks be written by its number, which in a JSON document says the same."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _way_to_help(error: click.ClickException) -> str:
    """The remedy for wrong usage, as click prints it for people: how to see what the command takes."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    asked = context.command_path if context else "dd-panel"
    return _("Look it up with “{command}”.").format(command=f"{asked} --help")
