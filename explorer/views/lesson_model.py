"""The model behind the map, honestly: what is real, what is simplified, where it differs from the textbook."""

REAL = """
- Every cell is a **trained encoder**: the exact NT-Xent loss and its exact gradient; on the first map {pairs} pairs of
  views and {seeds} seeds.
- Every number is measured on **fresh views**, which were not trained on; accuracy by a ridge probe on the frozen
  embedding, with its standard error.
- A kept or dropped edge and a masked feature are the ones of GraphCL and GRACE; both views get the same strength.
- τ\\*(p) is **computed**, not fitted to the map: an eigenvalue of a matrix of the views.
"""

SIMPLE = """
- The first encoder is *linear* after propagation (SGC: $\\hat A^K X$, K = {hops}) and its embedding is a point on a
  **circle**, so that you can see all of it. Real embeddings have a hundred dimensions and more. Other encoders to
  choose in the sidebar: {others}.
- One **strength** drives both edge dropping and feature masking. In practice they are two knobs.
- The graph is small ({nodes} nodes), and all nodes of a batch are each other's negatives.
- A linear encoder's W is found by cooling (deterministic annealing, Rose 1998) and quasi-Newton steps instead of a
  stochastic optimiser; *Train here* shows plain gradient descent. A GCN is trained by Adam, as usual.
- The probe sees the embedding with a little noise, so that a collapsed embedding scores chance instead of being read
  from its last digits.
"""

DIFFERS = """
The textbook says that the corner of weak augmentation and high temperature collapses. **By itself NT-Xent does not do
that**: it always pushes embeddings apart, only more weakly (as 1/τ) when it is hot. Collapse needs something that this
push can lose against. Here it is weight decay, λ = {decay:g} on the first map; recipes use it too, though mostly much
less of it. {without}
"""
