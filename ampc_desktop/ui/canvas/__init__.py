"""The CAD canvas: pan, zoom, rulers, grid, and pattern pieces drawn with cosmetic pens."""
