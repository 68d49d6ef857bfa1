"""What the lessons compute: the ideas behind the network, on the person's own series."""
