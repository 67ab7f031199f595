"""Files in and out: apparel DXF, HPGL, PDF, pattern JSON, the order package; check 16."""
