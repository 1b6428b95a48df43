"""What commands share: the build of the present facts, or one sentence and exit code 1."""

from __future__ import annotations

import sys

import click

from dashboard.core.i18n import words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.facts import BrokenFacts
from dashboard.warehouse import build, choices, progress
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.engine import Warehouse


def ready_build() -> Build:
    """The build of the present facts, made first where there is none."""
    try:
        settings = Settings()
        made = build.ensure(settings, progress.report)
        choices.presets(Warehouse(made, settings.sql_dir))  # the regions that are set must be there
        return made
    except (BadSetting, BrokenFacts, build.BuildError) as error:
        click.echo(error.message(words(language())), err=True)
        sys.exit(1)
