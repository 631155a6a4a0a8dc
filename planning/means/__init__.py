"""What institutions do with the means of the partnership: deciding, committing, paying, transferring, answering."""
