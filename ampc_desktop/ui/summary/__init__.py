"""Price, date and readiness: never more than a glance away."""
