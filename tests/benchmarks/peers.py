"""Dense NT-Xent with its gradient, in JAX and in PyTorch, as their users would write it.

Both take angles (G, 2, N) on the circle or unit vectors (G, 2, N, d), and differentiate by what they take.
"""


def jax_peer():
    """function(phi) -> function(τ): jit + vmap over batches, value and gradient, float32, waited for."""
    import jax
    import jax.numpy as jnp

    def loss(phi, tau):  # (2, N) or (2, N, d)
        z = phi if phi.ndim == 3 else jnp.stack([jnp.cos(phi), jnp.sin(phi)], axis=-1)
        z = z.reshape(-1, z.shape[-1])
        views, nodes = len(z), phi.shape[1]
        logits = z @ z.T / tau - 1e9 * jnp.eye(views)
        positive = jnp.sum(z * jnp.roll(z, nodes, axis=0), axis=1) / tau
        return jnp.mean(jax.nn.logsumexp(logits, axis=1) - positive)

    both = jax.jit(jax.vmap(jax.value_and_grad(loss), in_axes=(0, None)))

    def prepare(phi):
        on_device = jnp.asarray(phi, dtype=jnp.float32)
        return lambda tau: jax.block_until_ready(both(on_device, tau))

    return prepare


def torch_peer():
    """function(phi) -> function(τ): one batched cross-entropy over dense logits and its gradient, float32."""
    import torch
    from torch.nn.functional import cross_entropy

    def prepare(phi):
        leaf = torch.tensor(phi, dtype=torch.float32, requires_grad=True)
        batches, _, nodes = phi.shape[:3]
        target = torch.roll(torch.arange(2 * nodes), -nodes).repeat(batches)
        mask = torch.eye(2 * nodes, dtype=torch.bool)

        def run(tau):
            leaf.grad = None
            z = leaf if leaf.ndim == 4 else torch.stack([torch.cos(leaf), torch.sin(leaf)], dim=-1)
            z = z.reshape(batches, 2 * nodes, -1)
            logits = (z @ z.transpose(1, 2) / tau).masked_fill(mask, float("-inf"))
            cross_entropy(logits.reshape(-1, 2 * nodes), target).backward()

        return run

    return prepare
