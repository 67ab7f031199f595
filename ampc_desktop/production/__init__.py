"""Bill of materials, costing and lead time."""
