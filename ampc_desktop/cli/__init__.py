"""The `ampc` command, thin over studio."""
