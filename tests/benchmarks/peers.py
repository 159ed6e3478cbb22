"""Dense NT-Xent on the circle with its gradient, in JAX and in PyTorch, as their users would write it."""


def jax_peer():
    """function(phi) -> function(τ): jit + vmap over batches, value and gradient, float32, waited for."""
    import jax
    import jax.numpy as jnp

    def loss(phi, tau):  # (2, N)
        z = jnp.stack([jnp.cos(phi), jnp.sin(phi)], axis=-1).reshape(-1, 2)
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
        batches, _, nodes = phi.shape
        target = torch.roll(torch.arange(2 * nodes), -nodes).repeat(batches)
        mask = torch.eye(2 * nodes, dtype=torch.bool)

        def run(tau):
            leaf.grad = None
            angle = leaf.reshape(batches, 2 * nodes)
            z = torch.stack([torch.cos(angle), torch.sin(angle)], dim=-1)
            logits = (z @ z.transpose(1, 2) / tau).masked_fill(mask, float("-inf"))
            cross_entropy(logits.reshape(-1, 2 * nodes), target).backward()

        return run

    return prepare
