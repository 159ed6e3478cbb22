"""Published measurements that a page draws beside ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.model.trend import Course

__all__ = ["CIFAR100", "WANG_LIU", "Published"]


@dataclass(frozen=True)
class Published:
    """Accuracy against temperature, as a paper's authors report it.

    Attributes
    ----------
    title : str
        What was measured.
    temperatures : tuple of float
        τ, ascending.
    accuracy : tuple of float
        Share of test images that a linear probe classifies rightly, in [0, 1].
    source : str
        Where the numbers stand.
    """

    title: str
    temperatures: tuple[float, ...]
    accuracy: tuple[float, ...]
    source: str


CIFAR100 = Published(
    title="CIFAR-100, linear probe",
    temperatures=(0.05, 0.07, 0.10, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80),
    accuracy=(0.4980, 0.5182, 0.5246, 0.5605, 0.5644, 0.5547, 0.5417, 0.5305, 0.5099, 0.5008),
    source="F. Wang, H. Liu: Understanding the behaviour of contrastive loss. CVPR 2021; "
    "numbers as listed in the README of the authors' repository.",
)

# Along rising τ: accuracy as in CIFAR100; embeddings less uniform and more tolerant, as the same paper reports.
WANG_LIU: Mapping[str, Course] = MappingProxyType(
    {"accuracy": Course.ARCH, "uniformity": Course.RISES, "tolerance": Course.RISES}
)
