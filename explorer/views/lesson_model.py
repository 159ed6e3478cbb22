"""The model behind the map, honestly: what is real, what is simplified, where it differs from the textbook."""

REAL = """
- Every cell is a **trained encoder**: the exact NT-Xent loss and its exact gradient, {pairs} pairs of views, {seeds}
  seeds.
- Every number is measured on **fresh views**, which were not trained on; accuracy by a ridge probe on the frozen
  embedding, with its standard error.
- A kept or dropped edge and a masked feature are the ones of GraphCL and GRACE; both views get the same strength.
- τ\\*(p) is **computed**, not fitted to the map: an eigenvalue of a matrix of the views.
"""

SIMPLE = """
- The encoder is *linear* after propagation (SGC: $\\hat A^K X$, K = {hops}) and its embedding is a point on a
  **circle**, so that you can see all of it. Real embeddings have a hundred dimensions and more.
- One **strength** drives both edge dropping and feature masking. In practice they are two knobs.
- The graph is small ({nodes} nodes), and all nodes of a batch are each other's negatives.
- W is found by cooling (deterministic annealing, Rose 1998) and quasi-Newton steps instead of a stochastic optimiser:
  it finds lower minima and gives the same map on every machine. *Train here* shows plain gradient descent.
- The probe sees the embedding with a little noise, so that a collapsed embedding scores chance instead of being read
  from its last digits.
"""

DIFFERS = """
The textbook says that the corner of weak augmentation and high temperature collapses. **By itself NT-Xent does not do
that.** We tried: a two-layer graph network trained with Adam and *without weight decay* does not collapse there at all;
on a circle its embeddings shrink at *strong* augmentation and *low* temperature instead. The loss always pushes
embeddings apart, only more weakly (as 1/τ) when it is hot. Collapse needs something that this push can lose against.
Here it is weight decay, λ = {decay:g}; recipes use it too, though mostly much less of it. With it the textbook's corner
appears, and one can say where: above τ\\*(p).
"""
