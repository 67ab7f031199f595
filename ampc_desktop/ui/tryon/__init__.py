"""Try-on: the garment on the body, with its print or a map of what the cloth feels."""
