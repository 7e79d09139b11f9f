"""Nothing that a record is made of calls what processors round differently."""

import ast
from pathlib import Path

import pytest

import service.manufacturing

ROOM = Path(service.manufacturing.__file__).parent
#: What only draws, and a reader that places parts by matrix products.
BESIDE = {"picture.py", "shading.py", "rasterising.py", "glb.py"}
#: numpy's functions whose last bits depend on kernels: of BLAS and LAPACK, and transcendental ones.
UNLIKE = {
    *("dot", "vdot", "inner", "matmul", "tensordot", "einsum", "linalg"),
    *("vecdot", "matvec", "vecmat", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2"),
    *("sinh", "cosh", "tanh", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p"),
    *("power", "float_power", "hypot", "cbrt"),
}
#: The same of generators of random numbers, which use such functions.
DRAWN = {"normal", "standard_normal", "dirichlet", "exponential", "gamma", "beta"}


def _unlike(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            yield node.lineno, "@"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            unlike = {"np": UNLIKE, "random": DRAWN}.get(node.value.id, ())
            if node.attr in unlike:
                yield node.lineno, node.attr


def test_only_exactly_rounded_arithmetic_decides():
    calls = [
        f"{path.relative_to(ROOM)}:{line}: {name}"
        for path in sorted(ROOM.rglob("*.py"))
        if path.name not in BESIDE
        for line, name in _unlike(ast.parse(path.read_text()))
    ]
    assert calls == []


@pytest.mark.parametrize(
    "line", ["a @ b", "a @= b", "np.einsum('i,i', a, b)", "np.linalg.norm(a)", "random.normal(3)"]
)
def test_what_is_rounded_differently_is_found(line):
    assert list(_unlike(ast.parse(line)))
