"""The lessons of Learn: a module for each one's picture, and the frame around them."""
