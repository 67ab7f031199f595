"""Tools of the pattern canvas, one file each, over one small class."""
