"""Bodies: measurement files, plausibility, completion of what nobody measured."""
