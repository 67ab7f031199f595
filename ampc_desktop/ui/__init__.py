"""The Qt window, thin over studio."""
