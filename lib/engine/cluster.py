"""The embedded cluster: a scheduler in this process, one worker process, loopback only."""

from typing import Any

import dask
from distributed import LocalCluster

#: Two threads: one trains, the other goes on predicting.
THREADS = 2

_CONFIG = {
    # By default two deaths within 15 s close the nanny, and nothing would ever run again.
    "distributed.deploy.lost-worker-timeout": "1 day",
    # A worker's death counts against everything that waits in it, other students' runs too, so the
    # scheduler must not give up on any: a run counts its own attempts (lib.engine.jobs.train).
    "distributed.scheduler.allowed-failures": 1_000_000,
    "distributed.nanny.pre-spawn-environ": {
        "MALLOC_TRIM_THRESHOLD_": 65536,
    },
}


def embedded() -> Any:
    """Start the cluster; `memory_limit` is off since TensorFlow's memory is not Dask's to judge."""
    dask.config.set(_CONFIG)
    return LocalCluster(
        n_workers=1,
        threads_per_worker=THREADS,
        processes=True,
        memory_limit=None,
        resources={"train": 1},
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=40,
    )
