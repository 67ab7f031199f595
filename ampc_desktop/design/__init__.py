"""Requirement becomes DesignSpec and print."""
