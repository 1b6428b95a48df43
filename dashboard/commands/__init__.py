"""The commands of the command line, one module each; `COMMANDS` names them."""

COMMANDS = (
    "run",
    "check",
    "briefing",
    "changes",
    "ingest",
    "template",
    "history",
    "show",
    "revert",
    "settings",
)
