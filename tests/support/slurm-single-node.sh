#!/bin/bash
# A single-node Slurm as root in a container, from Debian's slurmctld, slurmd, slurm-client, munge. Leaves nothing behind.
#   slurm-single-node.sh CMD...      start, run CMD with SLURM_CONF set, stop; exit code of CMD, 77 where Slurm is not installed
# SLURM_DIR (default: a new temporary folder) holds configuration, state, logs, the munge key. CPUS (default: nproc).
# Apart from that folder nothing is written: not /etc/slurm, not /etc/munge, not /var/run/munge.
set -u
need() { command -v "$1" >/dev/null || PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null || { echo "not installed: $1 (apt-get install -y --no-install-recommends slurmctld slurmd slurm-client munge)" >&2; exit 77; }; }
for p in munged slurmctld slurmd sbatch scontrol squeue scancel; do need $p; done
export PATH=$PATH:/usr/sbin:/sbin
D=${SLURM_DIR:-$(mktemp -d "${TMPDIR:-/tmp}"/slurm-single.XXXXXX)}; mkdir -p "$D"/{ctld,d,log,munge,jobs}; D=$(cd "$D" && pwd); chmod 755 "$D"
CPUS=${CPUS:-$(nproc)}; MEM=$(( $(awk '/MemTotal/{print $2}' /proc/meminfo) / 1024 - 512 )); H=$(hostname -s)
free_port() { local p; while :; do p=$((20000 + RANDOM % 12000)); (exec 3<>/dev/tcp/127.0.0.1/$p) 2>/dev/null || { echo $p; return; }; done; }
P1=$(free_port); P2=$(free_port); PIDS=()
# Everything on the loopback address: NodeAddr and SlurmctldHost name 127.0.0.1
cat > "$D/slurm.conf" <<C
ClusterName=losscape-test
SlurmctldHost=$H(127.0.0.1)
SlurmctldPort=$P1
SlurmdPort=$P2
CommunicationParameters=NoInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$D/munge/munge.sock
CryptoType=crypto/munge
CredType=cred/munge
StateSaveLocation=$D/ctld
SlurmdSpoolDir=$D/d
SlurmctldPidFile=$D/slurmctld.pid
SlurmdPidFile=$D/slurmd.pid
SlurmctldLogFile=$D/log/slurmctld.log
SlurmdLogFile=$D/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$D/log/jobcomp.log
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=2,sched_interval=2,batch_sched_delay=0
MpiDefault=none
ReturnToService=2
SlurmctldTimeout=30
SlurmdTimeout=60
InactiveLimit=0
KillWait=3
MinJobAge=600
JobRequeue=1
PropagateResourceLimits=NONE
MailProg=/bin/true
NodeName=$H NodeAddr=127.0.0.1 CPUs=$CPUS RealMemory=$MEM State=UNKNOWN
PartitionName=test Nodes=$H Default=YES MaxTime=INFINITE State=UP
C
export SLURM_CONF="$D/slurm.conf"
stop() {
  scancel --quiet -u root 2>/dev/null; 
  for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null; done
  for p in "${PIDS[@]}"; do for i in $(seq 50); do kill -0 "$p" 2>/dev/null || break; sleep .1; done; kill -9 "$p" 2>/dev/null; done
  wait 2>/dev/null
  if [ -z "${SLURM_KEEP:-}" ] && [ -z "${SLURM_DIR:-}" ]; then rm -rf "$D"; fi
}
trap stop EXIT; trap 'exit 130' INT TERM
start_slurmd() { slurmd -D >>"$D/log/slurmd.out" 2>&1 & SLURMD=$!; PIDS+=($SLURMD); }
# munge: an own key and socket. Its checks need folders that only root may write; run as root it warns but works with --force
dd if=/dev/urandom of="$D/munge/munge.key" bs=128 count=1 2>/dev/null; chmod 400 "$D/munge/munge.key"; chmod 711 "$D/munge"
munged --foreground --force --key-file="$D/munge/munge.key" --socket="$D/munge/munge.sock" --pid-file="$D/munge/munged.pid" --log-file="$D/log/munged.log" --seed-file="$D/munge/munge.seed" --num-threads=2 >"$D/log/munged.out" 2>&1 & PIDS+=($!)
for i in $(seq 50); do [ -S "$D/munge/munge.sock" ] && break; sleep .1; done
slurmctld -D -i >"$D/log/slurmctld.out" 2>&1 & PIDS+=($!)
start_slurmd
for i in $(seq 100); do s=$(sinfo -h -o %t 2>/dev/null); [ "$s" = idle ] && break; sleep .2; done
[ "${s:-}" = idle ] || { echo "the node did not come up: state '${s:-none}'" >&2; tail -5 "$D"/log/*.log >&2; exit 1; }
export SLURM_TEST_DIR="$D" SLURM_TEST_SLURMD_PID=$SLURMD
"$@"; exit $?
