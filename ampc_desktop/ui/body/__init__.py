"""Workspace 2, Body: tape form, avatar, photo, measures, two bodies compared. Fed with data, tells by signals."""
