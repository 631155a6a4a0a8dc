"""The pages of the means of the partnership: envelopes, agents, committees."""
