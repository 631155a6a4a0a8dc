"""Questions on the means of the partnership: envelopes, agents, committees."""
