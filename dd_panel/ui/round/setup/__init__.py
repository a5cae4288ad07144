"""Setting a round up in the window: its rules field by field, and the rubric with the card that members will see."""
