"""Setting a round up: its rules, its panel, conflicts forms, and the packs that go out."""
