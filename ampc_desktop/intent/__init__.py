"""Words, images and history become a Requirement."""
