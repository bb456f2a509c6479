#!/bin/bash
# A survey on a real Slurm, with a task killed and then the node. Run by slurm-single-node.sh; SURVEY is the command, the folder holds plan.json.
# It prints one line for each thing that it saw; tests/unit/cli/survey/slurm.test.ts reads them.
set -u
OUT=$1
ids() { scontrol show job "$1" 2>/dev/null | tr ' ' '\n' | sed -n 's/^JobId=//p'; }
pids() { scontrol listpids "$1" 2>/dev/null | awk 'NR>1{print $1}'; }
state() { scontrol show job "$1" 2>/dev/null | tr ' ' '\n' | sed -n 's/^JobState=//p' | head -1; }
lines() { cat "$OUT"/cases-*.jsonl 2>/dev/null | wc -l; }
shard_lines() { cat "$OUT/cases-$1.jsonl" 2>/dev/null | wc -l; }
fail() { echo "failed: $*"; squeue -r -o "%i %T %r"; tail -n 5 "$OUT"/slurm/*.log; exit 1; }
# until_true TENTHS COMMAND...
until_true() { local n=$1; shift; for _ in $(seq "$n"); do "$@" && return; sleep .1; done; fail "waited for: $*"; }
has_lines() { [ "$(shard_lines "$1")" -ge "$2" ]; }
is_in() { case " $2 " in *" $(state "$1") "*) return 0 ;; esac; return 1; }
# A requeued task waits 120 s otherwise.
now() { scontrol update JobId="$1" StartTime=now 2>/dev/null || true; }
ended() { now "$2"; is_in "$1" "COMPLETED FAILED"; }
# The step daemons of this Slurm alone.
steps() { for p in $(pgrep slurmstepd); do tr '\0' '\n' <"/proc/$p/environ" 2>/dev/null | grep -qx "SLURM_CONF=$SLURM_CONF" && echo "$p"; done; }
submit() {
  read -r _ ARRAY _ MERGE < <($SURVEY plan.json --out "$OUT" --slurm --shards 2 --workers 1 -- --ntasks=1 --export=ALL | tr -d ,) || true
  [ -n "${MERGE:-}" ] || fail "not submitted"
}

submit
until_true 900 has_lines 1 3
until_true 900 has_lines 2 3
# Task 1 is killed whole; of task 2 only the program, so that its script asks for another attempt.
kill -9 $(pids "$(ids "${ARRAY}_1")")
for p in $(pids "$(ids "${ARRAY}_2")"); do tr '\0' ' ' <"/proc/$p/cmdline" | grep -q "^[^ ]*node " && kill -9 "$p"; done
until_true 900 ended "$MERGE" "${ARRAY}_2"
echo "first array: task 1 $(state "${ARRAY}_1"), task 2 $(state "${ARRAY}_2"), merge $(state "$MERGE")"
echo "first merge: $(grep ' gaps' "$OUT/slurm/merge.log" | tail -1)"
echo "attempts of task 2: $(sed 's/.*"attempt":\([0-9]*\).*/\1/' "$OUT/cases-2.jsonl" | sort -u | tr '\n' ' ')"

BEFORE=$(lines)
submit
until_true 900 has_lines 1 $(($(shard_lines 1) + 3))
P=$(for t in 1 2; do pids "$(ids "${ARRAY}_$t")"; done)
kill -9 "$SLURM_TEST_SLURMD_PID" $(steps) $P 2>/dev/null
echo "node killed with $([ "$(lines)" -gt "$BEFORE" ] && echo some) further lines"
# What a health check says of a node; a daemon that comes back at once would hide that its tasks are gone.
scontrol update NodeName="$(hostname -s)" State=DOWN Reason=killed
sleep 1
slurmd -D >>"$SLURM_TEST_DIR/log/slurmd.out" 2>&1 &
SLURMD=$!
trap 'kill $SLURMD; wait $SLURMD' EXIT
# The order to end the old tasks is still under way: a task that starts again at once would be ended by it.
sleep 12
until_true 1800 ended "$MERGE" "${ARRAY}_[1-2]"
echo "second merge: $(grep ' gaps' "$OUT/slurm/merge.log" | tail -1)"
