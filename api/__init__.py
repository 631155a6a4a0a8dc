"""The HTTP door: thin routes that each hand over to one question or one intake."""
