"""A SLURM of one machine, started and stopped by a test; needs root and Debian's slurmctld, slurmd and munge."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("slurmctld", "slurmd", "munged", "sbatch", "squeue")

CONF = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmctldPort={port}
SlurmdPort={port1}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket
CryptoType=crypto/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdSpoolDir={folder}/spool
StateSaveLocation={folder}/state
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def missing() -> str | None:
    """Why there can be no SLURM here; None when there can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "SLURM's daemons need root"
    lost = [name for name in NEEDED if shutil.which(name) is None]
    return f"not installed: {', '.join(lost)} (Debian: slurmctld slurmd munge)" if lost else None


@contextmanager
def slurm(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which sbatch and squeue speak to a running one-node cluster."""
    for name in ("spool", "state"):
        (folder / name).mkdir(parents=True)
    conf = folder / "slurm.conf"
    port = free_port()
    conf.write_text(CONF.format(host=socket.gethostname().split(".")[0], folder=folder, cpus=os.cpu_count(), port=port, port1=free_port()))
    environment = {**os.environ, "SLURM_CONF": str(conf)}
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    munge = [
        "munged",
        "--foreground",
        "--force",
        f"--key-file={key}",
        f"--socket={folder}/munge.socket",
        f"--pid-file={folder}/munged.pid",
        f"--log-file={folder}/munged.log",
        f"--seed-file={folder}/munge.seed",
    ]
    daemons = []
    try:
        for command in (munge, ["slurmctld", "-D", "-i"], ["slurmd", "-D"]):
            daemons.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(1)
        wait_until_idle(environment, folder)
        yield environment
    finally:
        for daemon in reversed(daemons):
            daemon.terminate()
        for daemon in daemons:
            try:
                daemon.wait(timeout=10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()


def wait_until_idle(environment: dict[str, str], folder: Path) -> None:
    """Until the one node takes jobs."""
    for _ in range(60):
        said = subprocess.run(["sinfo", "-h", "-o", "%T"], env=environment, capture_output=True, text=True, check=False).stdout
        if "idle" in said:
            return
        time.sleep(0.5)
    logs = "\n".join(log.read_text()[-1500:] for log in sorted(folder.glob("*.log")))
    raise RuntimeError(f"SLURM did not come up: {said}\n{logs}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
