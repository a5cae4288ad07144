"""What was changed before: an application's history, and another copy of the same review."""
