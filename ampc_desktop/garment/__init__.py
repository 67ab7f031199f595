"""DesignSpec and Measurements become a Pattern: families, allowance, edits, checks 1 to 15."""
