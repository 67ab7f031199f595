"""The shipped resources, for the window."""

from ampc_desktop.runtime.resources import path, text

__all__ = ["path", "text"]
