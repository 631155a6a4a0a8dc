"""What an institution does with its experiments: entering, adding to the series, telling difficulties, concluding."""

from __future__ import annotations

from planning.experiments.concluding import Conclusion, conclude
from planning.experiments.recording import ADDED, add, cells_of, save

__all__ = ["ADDED", "Conclusion", "add", "cells_of", "conclude", "save"]
