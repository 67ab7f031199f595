"""The co-design sitting: one flow over the rooms, commands with undo, jobs. Knows no Qt."""
