"""The same results on every machine: the heavy notebooks under several BLAS kernels, with one thread and with two."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.notebooks.compare import differences
from helpers.notebooks.execute import execute, executed, find_notebooks, read_notebook

# Those whose numbers come out of products of matrices.
HEAVY = find_notebooks(["03", "04"])
# What OpenBLAS calls its kernels, from the oldest to the newest, with what the processor must be able to do.
KERNELS = {
    "x86_64": {"Nehalem": "sse4_2", "Sandybridge": "avx", "Haswell": "avx2", "SkylakeX": "avx512f"},
    "aarch64": {"ARMV8": "asimd", "CORTEXA57": "asimd", "NEOVERSEN1": "asimddp"},
}.get(platform.machine(), {})
THREADS = {"Haswell": 2, "CORTEXA57": 2}
ASK = "import numpy, threadpoolctl as t; print({(pool.get('architecture'), pool['num_threads']) for pool in t.threadpool_info()})"


def _able():
    """List the three newest kernels that this processor can run."""
    if not sys.platform.startswith("linux"):
        return []
    features = set(Path("/proc/cpuinfo").read_text(encoding="utf-8").split())
    able = [kernel for kernel, feature in KERNELS.items() if feature in features][-3:]
    # The newest is what numpy takes by itself, so other tests run under it; of the rest one is enough for every day.
    return [pytest.param(kernel, marks=[] if kernel == able[0] else pytest.mark.slow) for kernel in able]


def _environment(kernel):
    count = str(THREADS.get(kernel, 1))
    return {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": count, "OMP_NUM_THREADS": count}


@pytest.fixture(scope="module", params=_able())
def kernel(request):
    """A kernel that numpy does use when it is told to."""
    env = os.environ | _environment(request.param)
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=True, text=True, env=env).stdout
    if f"'{request.param}', {THREADS.get(request.param, 1)}" not in told:
        pytest.skip(f"numpy does not use OpenBLAS with the kernel {request.param}: {told.strip()}")
    return request.param


@pytest.fixture(scope="module")
def anew(kernel):
    """The heavy notebooks, executed under the kernel: dict path -> notebook."""
    return dict(executed(HEAVY, lambda path: execute(path, raw=False, env=_environment(kernel))))


@pytest.mark.parametrize("path", HEAVY, ids=lambda path: path.stem)
def test_a_reader_sees_the_same_under_every_kernel(path, anew):
    assert differences(read_notebook(path), anew[path]) == []
