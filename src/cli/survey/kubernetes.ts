import type { SettledPlan } from "./fingerprint";

export interface KubernetesRequest {
  readonly plan: SettledPlan;
  readonly shards: number;
  readonly image: string;
}

/** A shard that did not finish starts again at most this often. */
const MOST_RESTARTS = 3;
const PLACE = "/survey";

/**
 * A survey's shards as an Indexed Job of Kubernetes, and its plan as a ConfigMap, in one list. The folder of the survey is a volume claim
 * of the name losscape-survey, which the user makes: all pods must see it.
 *
 * @returns JSON, which kubectl reads as it reads YAML
 */
export function writeKubernetesJob({ plan, shards, image }: KubernetesRequest): string {
  const name = `losscape-survey-${plan.hash.slice(0, 8)}`;
  const command = `exec node src/cli/bootstrap.mjs survey /plan/plan.json --out ${PLACE} --shard "$((JOB_COMPLETION_INDEX + 1))/${shards}" --resume --quiet`;
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      completionMode: "Indexed",
      completions: shards,
      parallelism: shards,
      backoffLimitPerIndex: MOST_RESTARTS,
      maxFailedIndexes: shards,
      // Bad input stays bad, so it is not tried again.
      podFailurePolicy: {
        rules: [{ action: "FailIndex", onExitCodes: { containerName: "survey", operator: "In", values: [2] } }],
      },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          restartPolicy: "Never",
          terminationGracePeriodSeconds: 60,
          containers: [
            {
              name: "survey",
              image,
              // The signal must reach the program itself, not a shell around it.
              command: ["bash", "-c", command],
              volumeMounts: [
                { name: "survey", mountPath: PLACE },
                { name: "plan", mountPath: "/plan" },
              ],
            },
          ],
          volumes: [
            { name: "survey", persistentVolumeClaim: { claimName: "losscape-survey" } },
            { name: "plan", configMap: { name } },
          ],
        },
      },
    },
  };
  const map = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name },
    data: { "plan.json": JSON.stringify(plan) },
  };
  return JSON.stringify({ apiVersion: "v1", kind: "List", items: [map, job] }, null, 2);
}
