"""Checks of uploads that misbehave, for a process of its own to hold."""

from __future__ import annotations

import tempfile


def never_ends(content: bytes) -> bytes:
    """Work without an end."""
    while True:
        content = content[:0]


def eats_memory(_content: bytes) -> bytes:
    """More than a process may have."""
    held = []
    while True:
        held.append(bytearray(32 << 20))


def writes_a_file(content: bytes) -> bytes:
    """A file of this machine."""
    with tempfile.TemporaryFile() as file:
        file.write(b"x" * 10_000_000)
        file.flush()
    return content
