"""The model behind the map, honestly: what is real, what is simplified, and what it rests on."""

REAL = """
- Every cell is a **trained encoder**: the exact NT-Xent loss and its exact gradient, {pairs} pairs of views and {seeds}
  seeds on this map.
- Every number is measured on **fresh views**, which were not trained on; accuracy by a ridge probe on the frozen
  embedding, with its standard error.
- A kept or dropped edge and a masked feature are the ones of GraphCL and GRACE; both views get the same strength.
- τ\\*(p) is **computed**, not fitted to the map: an eigenvalue of a matrix of the views.
"""

SIMPLE = """
- The first encoder is *linear* after propagation (SGC: $\\hat A^K X$) and its embedding is a point on a **circle**, so
  that you can see all of it. Real embeddings have a hundred dimensions and more. The sidebar of *Explore* has a sphere
  and a two-layer GCN.
- One **strength** drives both edge dropping and feature masking. In practice they are two knobs; *Your graph* sets them
  apart.
- The graph is small ({nodes} nodes), and all nodes of a batch are each other's negatives.
- A linear encoder's W is found by cooling (deterministic annealing, Rose 1998) and quasi-Newton steps instead of a
  stochastic optimiser; *Train here* shows plain gradient descent. A GCN is trained by Adam, as usual.
- The probe sees the embedding with a little noise, so that a collapsed embedding scores chance instead of being read
  from its last digits.
- Collapse at high τ comes from weight decay, much stronger here than in most recipes. NT-Xent by itself always pushes
  embeddings apart, only more weakly (as 1/τ) when it is hot.
"""

REFERENCES = """
- Chen, Kornblith, Norouzi & Hinton (2020), *A simple framework for contrastive learning of visual representations*,
  ICML.
- van den Oord, Li & Vinyals (2018), *Representation learning with contrastive predictive coding*, arXiv:1807.03748.
- Tschannen, Djolonga, Rubenstein, Gelly & Lucic (2020), *On mutual information maximization for representation
  learning*, ICLR.
- Wang & Isola (2020), *Understanding contrastive representation learning through alignment and uniformity on the
  hypersphere*, ICML.
- Wang & Liu (2021), *Understanding the behaviour of contrastive loss*, CVPR.
- Khosla et al. (2020), *Supervised contrastive learning*, NeurIPS.
- Chuang, Robinson, Lin, Torralba & Jegelka (2020), *Debiased contrastive learning*, NeurIPS.
- Wu et al. (2019), *Simplifying graph convolutional networks*, ICML.
- Rong, Huang, Xu & Huang (2020), *DropEdge: towards deep graph convolutional networks on node classification*, ICLR.
- You et al. (2020), *Graph contrastive learning with augmentations*, NeurIPS.
- Zhu et al. (2020), *Deep graph contrastive representation learning*, ICML workshop.
- Rose (1998), *Deterministic annealing for clustering, compression, classification, regression, and related
  optimization problems*, Proceedings of the IEEE.
- Zachary (1977), *An information flow model for conflict and fission in small groups*, J. Anthropological Research.
"""
