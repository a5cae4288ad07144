"""One step for each version of the schema; a step that was published is never changed."""
