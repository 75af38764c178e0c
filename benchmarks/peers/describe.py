"""What a report says of the libraries: versions, and which vector extensions and matrix kernels they use here."""

import platform

import numpy as np
import pandas
import scipy
import sklearn
from numpy.core import _multiarray_umath as umath


def libraries():
    return (
        f"Python {platform.python_version()}, NumPy {np.__version__} ({vectors()}), SciPy {scipy.__version__}, "
        f"scikit-learn {sklearn.__version__}, pandas {pandas.__version__}, {fairlearn()}{matrix_products()}"
    )


def fairlearn():
    try:
        import fairlearn as package
    except ImportError:
        return ""
    return f"Fairlearn {package.__version__}, "


def vectors():
    """The widest extension for which NumPy has code, and which is neither missing nor switched off."""
    on = umath.__cpu_features__
    return next((name for name in ("AVX512_ICL", "AVX512_SKX", "AVX512F", "AVX2", "SSE42") if on.get(name)), "no vector extension")


def matrix_products():
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "BLAS unknown"
    for library in threadpool_info():
        if library["user_api"] == "blas":
            return f"{library['internal_api']} {library['version']} ({library.get('architecture', 'kernel unknown')})"
    return "BLAS unknown"
