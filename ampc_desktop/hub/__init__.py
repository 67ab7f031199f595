"""The memory: SQLite event log, repositories, content-addressed assets."""
