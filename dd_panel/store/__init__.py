"""Keeps a round, or a member's reviews, in one SQLite file: whole units of work, a growing history, one writer."""
