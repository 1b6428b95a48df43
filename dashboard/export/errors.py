"""What cannot be answered, told as problem details (RFC 9457) in the asked language."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from dashboard.core.i18n import Words
from dashboard.core.parameters import Problem

MEDIA_TYPE = "application/problem+json"


@dataclass(eq=False)  # whoever raises writes into it: a traceback, notes
class Refusal(Exception):
    """A request that is refused or cannot be served at the moment.

    Attributes:
        status: of HTTP.
        kind: a stable name of the problem.
        detail: what is wrong and how to mend it, in the asked language.
        problems: the parameters that cannot be used.
        headers: further headers, such as `Retry-After`.
    """

    status: int
    kind: str
    detail: str
    problems: tuple[Problem, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def document(self, say: Words, instance: str) -> bytes:
        """The problem as JSON; each parameter is named with what would be possible."""
        told = {
            "type": f"urn:integritas-daerah:problem:{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "lang": say.lang,
        }
        if self.problems:
            told["errors"] = [
                {
                    "parameter": problem.name,
                    "value": problem.value[:100],
                    "detail": problem.sentence(say),
                    "allowed": list(problem.allowed),
                }
                for problem in self.problems
            ]
        # Nothing that a client sent may break the answer: half of a surrogate pair is escaped.
        return json.dumps(told, ensure_ascii=True).encode()


def unusable(problems: tuple[Problem, ...], say: Words) -> Refusal:
    """Parameters that cannot be used: unlike a page, a file never leaves some of them out."""
    sentences = " ".join(problem.sentence(say) for problem in problems)
    return Refusal(400, "unusable-parameters", sentences, problems)
