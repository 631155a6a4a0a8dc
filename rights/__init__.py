"""What people may ask of an institution about themselves, and what goes when its time has come.

persons    a person's file: found, exported, rectified, frozen, erased, objected to
files      the files kept beside the database: remarks of imports, deposited files, exports
retention  what is due, and the one daily run that removes it
"""
