"""The panel meeting: its agenda, what is agreed and decided, and the minutes."""
