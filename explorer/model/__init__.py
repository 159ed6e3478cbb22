"""The science: graphs, views, the encoder, the loss and the surface that they span."""
