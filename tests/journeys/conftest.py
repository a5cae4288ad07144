"""Journeys look through the same window as the window's own tests."""

from __future__ import annotations

from tests.ui.conftest import dressed_app, no_garbage_on_a_jobs_thread, qapp_args, theme, tokens

__all__ = ["dressed_app", "no_garbage_on_a_jobs_thread", "qapp_args", "theme", "tokens"]
