"""Pictures without a window: bodies and garments in 3D, drawn off screen in a child process."""
