"""The only rooms that import TensorFlow; import them inside functions only."""
