"""Conflicts of interest: asked about first, and declared or withdrawn later."""
