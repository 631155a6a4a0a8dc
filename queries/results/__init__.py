"""The indicators of the four actions of the mission, each with its definition, its question and its gaps."""
