"""The frame of the window: top bar, workspaces, bottom strip, palette, dialogs."""
