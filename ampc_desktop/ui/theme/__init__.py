"""Tokens, fonts, icons and the style of plain widgets: the only place that names colours."""
