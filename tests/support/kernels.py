"""Says with which kernels of those that this machine has numpy and its libraries may calculate."""

import platform

from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

#: Kernels of OpenBLAS by architecture, from old to new; those after the first need AVX2 on a PC.
CORES = {"x86_64": ("Prescott", "Haswell", "Zen"), "aarch64": ("ARMV8", "CORTEXA57", "NEOVERSEN1")}
#: What glibc's mathematical functions do without where they are told to.
WITHOUT = "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX2_Usable,-FMA_Usable,-FMA4_Usable"


def sets() -> dict[str, dict[str, str]]:
    """Names of sets of kernels with the environment that chooses each; three or more."""
    names = [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]
    cores = CORES.get(platform.machine(), ("",))
    newer = cores if platform.machine() != "x86_64" or __cpu_features__.get("AVX2") else cores[:1]
    return {
        "all": _environment([], newer[-1], threads=2),
        "half": _environment(names[len(names) // 4 or 1 :], newer[len(newer) // 2], threads=1),
        "none": _environment(names, newer[0], threads=1) | {"GLIBC_TUNABLES": WITHOUT},
    }


def _environment(disabled: list[str], core: str, threads: int) -> dict[str, str]:
    chosen = {"OPENBLAS_CORETYPE": core, "NPY_DISABLE_CPU_FEATURES": " ".join(disabled)}
    counts = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), str(threads))
    return {name: value for name, value in chosen.items() if value} | counts
