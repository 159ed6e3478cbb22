"""Which dataclasses of a package can be changed once made; names that begin with _ are a module's own affair."""

import dataclasses
import inspect
import pkgutil
from importlib import import_module


def changeable(package):
    """Return the names of public dataclasses that are not frozen."""
    modules = [import_module(one.name) for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    classes = {one for module in modules for one in vars(module).values() if inspect.isclass(one)}
    own = [one for one in classes if one.__module__.startswith(package.__name__) and dataclasses.is_dataclass(one)]
    return {
        one.__name__ for one in own if not vars(one)["__dataclass_params__"].frozen and not one.__name__.startswith("_")
    }
