"""The data sets of the lab: uint8 in, uint8 out."""

from lib.datasets.catalogue import DatasetInfo, describe, names
from lib.datasets.collection import Dataset, load, subset

__all__ = ["Dataset", "DatasetInfo", "describe", "load", "names", "subset"]
