"""What needs no browser: the queries of the figures, and a deck of slides."""

from __future__ import annotations

import statistics
import time

from tests.bench.report import Report

GOAL_QUERY_MS = 20.0
GOAL_DECK_SECONDS = 3.0  # 12 slides, no pictures


def queries(repeat: int, report: Report) -> None:
    """The queries of each figure, layers and all, for every province, never from memory."""
    from dashboard.core.selection import Selection
    from dashboard.figures.queries import ask
    from dashboard.figures.registry import REGISTRY
    from dashboard.warehouse import choices, engine

    facts = engine.current()
    every_province = Selection(region=choices.presets(facts)["semua"])
    for figure in REGISTRY.values():
        asked = figure.resolve(facts, every_province.only(figure.parameters))
        for query in (figure.query, *figure.layers.values()):
            spent = []
            for _ in range(max(repeat, 5) * 3):
                began = time.perf_counter()
                ask(facts, query, asked)
                spent.append((time.perf_counter() - began) * 1000)
            middle = statistics.median(spent)
            report.add(
                f"{figure.id}: {query}",
                f"{middle:.1f} ms",
                f"< {GOAL_QUERY_MS:.0f} ms",
                middle < GOAL_QUERY_MS,
            )


def deck(repeat: int, report: Report) -> None:
    """How long a province's ready-made briefing takes as a deck, facts asked and not yet asked."""
    from dashboard.briefing import presets, writer
    from dashboard.core.selection import Selection
    from dashboard.warehouse import engine

    known = engine.current()
    tray = presets.one_region(known, "63", Selection())
    times = []
    for _ in range(repeat):
        known.forget()
        started = time.perf_counter()
        file = writer.make(known, tray, "pptx", address="https://integritas.example.go.id")
        times.append(time.perf_counter() - started)
    report.add(
        f"a deck of {len(tray.items) + 2} slides, asked and laid out ({len(file) // 1000} KB)",
        f"{statistics.median(times):.1f} s",
        f"{GOAL_DECK_SECONDS:.0f} s",
        statistics.median(times) < GOAL_DECK_SECONDS,
    )
