"""The conversation: what was said, what was understood, the next question."""
