"""The Contrastive Loss Surface Explorer: the model, its charts, its widgets and its pages."""
