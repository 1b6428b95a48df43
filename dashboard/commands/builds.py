"""What commands share: the build of the facts that are served, or one sentence and exit code 1."""

from __future__ import annotations

import sys

import click

from dashboard.core.i18n import words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.facts import BrokenFacts
from dashboard.facts.store import StoreError
from dashboard.warehouse import build, choices, engine, intake, progress
from dashboard.warehouse.build_folder import Build

# What ends a command by a sentence: each has `message(say)`.
FAULTS = (BadSetting, BrokenFacts, build.BuildError, StoreError)


def ready_build() -> Build:
    """The build of the facts that are served, made first where there is none.

    What of data/ is not served is said on the log (standard error).
    """
    try:
        settings = Settings()
        if settings.engine == "spark":  # opened once: a cluster may take minutes for it
            known = engine.current(progress.report)
        else:
            known = engine.opened(intake.served(settings, progress.report), settings)
        choices.presets(known)  # the regions that are set must be there
        return known.build
    except FAULTS as error:
        click.echo(error.message(words(language())), err=True)
        sys.exit(1)
