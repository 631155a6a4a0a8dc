"""What institutions decide together about needs and agreements."""
