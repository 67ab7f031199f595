"""Building blocks, each written once; the gallery shows them in all states and both themes."""
