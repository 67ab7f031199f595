"""The design canvas: flat sketch with the print on it, the tile, and the printed pieces."""
