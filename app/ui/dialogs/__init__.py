"""Dialogs, all of them awaited: no nested event loop."""
