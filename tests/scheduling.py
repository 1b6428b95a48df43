"""How tests are dealt out to the processes that run them.

A file of tests goes to one process, for its fixtures are made once a file; so do those that share
what one process makes. What takes longest
comes first, so that no process is left alone with it at the end. Files that look through a browser
go to two of the processes: each has a browser to start, and waits for it half of its time, which
the others use.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadFileScheduling

IN_A_BROWSER = "tests/e2e/"
BROWSERS = 2
# Measured by processor time; the others follow in the order in which pytest finds them.
FOLLOWED = "the small country that was changed twice (tests/stores.py)"
TOGETHER = dict.fromkeys(
    (
        "tests/web/test_feed.py",
        "tests/narrative/test_changes.py",
        "tests/narrative/test_late_news.py",
        "tests/commands/test_following.py",
    ),
    FOLLOWED,
)
LONGEST = (
    "tests/e2e/test_pages.py",
    "tests/e2e/test_figure_page.py",
    "tests/e2e/test_replicas.py",
    "tests/e2e/test_briefing.py",
    "tests/e2e/test_news.py",
    "tests/e2e/test_choices.py",
    "tests/e2e/test_access.py",
    "tests/e2e/test_map.py",
    "tests/e2e/test_own_parts.py",
    "tests/e2e/test_roles.py",
    "tests/e2e/test_export_menu.py",
    "tests/briefing/test_slides.py",
    "tests/web/test_routes.py",
    "tests/briefing/test_story.py",
    "tests/briefing/test_command.py",
    "tests/warehouse/test_build.py",
    FOLLOWED,
    "tests/briefing/test_paper.py",
    "tests/briefing/test_office.py",
    "tests/ui/test_briefing.py",
    "tests/briefing/test_nota.py",
    "tests/ui/test_pages.py",
    "tests/test_command_line.py",
    "tests/web/test_api.py",
    "tests/warehouse/spark/test_cluster.py",
    "tests/conformance/test_conformance.py",
    "tests/conformance/test_dashboard.py",
    "tests/figures/test_one_now.py",
    "tests/web/test_health.py",
    "tests/web/test_swapping.py",
    "tests/ui/test_updates.py",
    "tests/ingest/test_files.py",
    "tests/facts/test_validation.py",
    "tests/web/test_slides.py",
    "tests/ui/test_export_menu.py",
    "tests/ui/test_many_rows.py",
    "tests/ingest/test_steps.py",
    "tests/export/test_figure_page.py",
    "tests/export/test_pictures.py",
    "tests/warehouse/test_sqlbox.py",
    "tests/commands/test_ingest.py",
    "tests/warehouse/test_checks.py",
    "tests/ingest/test_worked_example.py",
)


class Scheduling(LoadFileScheduling):
    """Files to processes, the longest first, those of browsers to two processes."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return TOGETHER.get(file, file)

    def _assign_work_unit(self, node: Any) -> None:
        scope = self._next_for(node)
        self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _next_for(self, node: Any) -> str:
        """The longest file that is left for a process."""
        looks = node in self.nodes[:BROWSERS]
        return min(
            self.workqueue,
            key=lambda scope: (scope.startswith(IN_A_BROWSER) is not looks, _place(scope)),
        )


def _place(scope: str) -> int:
    return LONGEST.index(scope) if scope in LONGEST else len(LONGEST)
