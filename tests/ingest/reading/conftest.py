from hypothesis import settings

# A busy machine is no failure: what is slow is for the benches to say.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
