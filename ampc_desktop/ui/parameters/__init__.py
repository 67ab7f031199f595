"""The parameter panel: sliders on the same state as the conversation."""
