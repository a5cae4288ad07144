"""Runs the steps on the connection that the store hands over; the store begins and ends the transaction."""

from __future__ import annotations

from alembic import context

from dd_panel.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
