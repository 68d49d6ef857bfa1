"""Many series forecast together: what each gets, and what all of them come to."""
