"""Shows what came with an application: a viewer for each kind, and a plain word where there is none."""
