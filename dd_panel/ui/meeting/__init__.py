"""The panel meeting on a projector: what it is about, who must leave, what is agreed and decided."""
