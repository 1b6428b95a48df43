"""Figures as slides: made in a thread, one after the other, and only so many wait.

Who makes them is handed in where the app is put together: routes know no briefings.
"""

from __future__ import annotations

from collections.abc import Callable

import anyio.to_thread

from dashboard.core.i18n import words
from dashboard.figures.model import Answer
from dashboard.warehouse.engine import Warehouse
from dashboard.web.errors import Refusal

# A figure as a PPTX: where the facts are, the figure as asked, and the address of the dashboard
# for links, empty where it is not known; `dashboard.briefing.writer.slide`.
Make = Callable[[Warehouse, Answer, str], bytes]
MOST_WAITING = 16
RETRY_SECONDS = 5


class Slides:
    """The slides of one process.

    Making one keeps a processor busy: two at once would take twice as long each, and pages wait.
    """

    def __init__(self, make: Make) -> None:
        self._make = make
        self._turn = anyio.CapacityLimiter(1)
        self._unfinished = 0

    async def slide(self, warehouse: Warehouse, answer: Answer, address: str) -> bytes:
        """The PPTX of a figure.

        Raises:
            Refusal: too many wait.
        """
        if self._unfinished > MOST_WAITING:  # one of them is being made
            say = words(answer.selection.lang)
            raise Refusal(
                503,
                "busy",
                say(
                    "Too many slides are being made at the moment. Please try again in a few "
                    "seconds."
                ),
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        self._unfinished += 1
        try:
            return await anyio.to_thread.run_sync(
                self._make, warehouse, answer, address, limiter=self._turn
            )
        finally:
            self._unfinished -= 1
