"""Persons in what an institution holds: how one is recognised, where one stands, and what is done about it.

traces     a name, an address, a number: recognised in any text, in clear or by keyed hash
holdings   every record of one institution in which a person stands
acts       erase, freeze, unfreeze, object: what changes in the graph, and the line of the log that plays it again
blocking   persons who are not to come back, recognised on the way in
"""
