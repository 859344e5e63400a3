#!/bin/bash
# One plan over many machines: each task of the array runs its shard with a pool of its own, all into one folder.
#
#   sbatch --array=1-4 plek-array.sh -m 'regime=glob(*)' 'capacity.slack=interval(-0.1,0.2)' \
#          hydra.sweeper.design=latin hydra.sweeper.samples=256 replicates=20 keep=summary out=/scratch-shared/$USER/slack
#
# Submit the same line again to go on after a time limit. The last shard to end writes manifest.json.
#SBATCH --job-name=plek
#SBATCH --array=1-2
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=16
#SBATCH --time=02:00:00
#SBATCH --output=plek-%A-%a.log
set -euo pipefail

case " $* " in
  *" out="*) ;;
  *) echo "plek-array: out=FOLDER is needed, on a disk that all machines share" >&2; exit 2 ;;
esac

export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
step=${SLURM_ARRAY_TASK_STEP:-1}
if [ $(((SLURM_ARRAY_TASK_MAX - SLURM_ARRAY_TASK_MIN) / step + 1)) -ne "$SLURM_ARRAY_TASK_COUNT" ]; then
  echo "plek-array: the numbers of --array must be evenly spaced (1-8, or 1-15:2), so that every task knows its shard" >&2; exit 2
fi
shard=$(((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN) / step + 1))
exec "${PLEK_PYTHON:-python}" -m experiments.run "$@" "shard=$shard/$SLURM_ARRAY_TASK_COUNT" "workers=${SLURM_CPUS_PER_TASK:-1}"
