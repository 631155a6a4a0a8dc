"""Whole files of mentions against a whole registry: everything is a column, and no loop runs over pairs.

`engine.Engine` is the door; the other modules are its steps, in the order candidates, evidence, margins, trees.
"""
