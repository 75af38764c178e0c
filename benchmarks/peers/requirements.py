"""Says plainly what a comparison lacks, with the names of Debian's packages."""

import importlib.util
import sys

PACKAGES = {"numpy": "python3-numpy", "scipy": "python3-scipy", "sklearn": "python3-sklearn", "pandas": "python3-pandas"}


def has_fast_matrix_products():
    """Debian's NumPy multiplies by whatever BLAS is installed; the reference one is many times slower than any peer's user would have it."""
    import numpy

    numpy.ones((2, 2)) @ numpy.ones((2, 2))
    with open("/proc/self/maps", encoding="utf-8") as maps:
        text = maps.read()
    return any(name in text for name in ("openblas", "mkl", "blis", "atlas"))


def main():
    missing = [package for module, package in PACKAGES.items() if importlib.util.find_spec(module) is None]
    if not missing and not has_fast_matrix_products():
        missing = ["libopenblas0-pthread"]
    if missing:
        print(f"{sys.executable} lacks peers to compare with. On Debian: apt install {' '.join(missing)}", file=sys.stderr)
        print("Another interpreter that has them can be named: PYTHON=... benchmarks/peers/run", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
