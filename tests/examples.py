"""How many examples a property is tried on, and which: the same ones each time, or others.

`make test` tries the same few each time, so that a failure is the change's; `make soak` looks for
new ones, at random. A failure there ends with the line that repeats it (`@reproduce_failure`).
"""

from __future__ import annotations

from typing import Any

from hypothesis import settings

SAME, OTHERS = "same", "others"
_A_RUN = 33  # a third of the library's own number


def register() -> None:
    """Make both profiles known; the first holds unless `--hypothesis-profile` names another."""
    # Time limits on single examples say more about a busy machine than about the code.
    for name, examples, always_the_same in ((SAME, _A_RUN, True), (OTHERS, 10 * _A_RUN, False)):
        settings.register_profile(
            name,
            deadline=None,
            max_examples=examples,
            derandomize=always_the_same,
            print_blob=True,
        )
    settings.load_profile(SAME)


def tried(examples: int, **others: Any) -> settings:
    """The settings of a property that needs more or fewer examples than most.

    Args:
        examples: how many in `make test`; `make soak` tries as many times more as of the others.
        others: further settings of the library.
    """
    times = settings().max_examples // _A_RUN
    return settings(max_examples=examples * times, **others)
