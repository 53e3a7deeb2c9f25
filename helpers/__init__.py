"""Read, clean, count and check Chinese news texts; the helpers of the notebooks."""

from helpers.corpus import Corpus, build, load, verify
from helpers.files import CorpusError

__all__ = ["Corpus", "CorpusError", "build", "load", "verify"]
__version__ = "0.1.0"
