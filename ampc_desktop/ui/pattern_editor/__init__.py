"""The pattern workspace: pieces, layers, canvas, inspector and readiness list."""
