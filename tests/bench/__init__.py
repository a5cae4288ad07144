"""Speed and memory beside a named baseline, measured in the same run; prints a table, and never fails."""
