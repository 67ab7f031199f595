"""The shared vocabulary of the studio: frozen dataclasses and pure functions, no input or output.

Units everywhere: millimetres, kilograms, seconds, euros; angles in degrees at every public function.
Patterns have y up, pieces are counter-clockwise, grain runs along +y.
"""
