"""The panel on a screen: its members, their conflicts forms, and who chairs where the chair may not."""
