"""The command line: `python -m dashboard <command>`."""

from __future__ import annotations

from importlib import import_module

import click

from dashboard.commands import COMMANDS


class Commands(click.Group):
    """The modules of `dashboard/commands`; one is imported when it is called or helped with."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name: the function of that name in the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"dashboard.commands.{cmd_name}"), cmd_name)
        return command


@click.group(cls=Commands, help="Integritas Daerah")
def main() -> None:
    """Commands of the dashboard."""


if __name__ == "__main__":
    main(prog_name="python -m dashboard")
