"""The parts of the command keep their promises."""
