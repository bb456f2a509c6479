import { Commands, type TaskContext } from "../../src/compute/jobs/task-context";

/** The context of a task without a service around it. */
export function makeContext<Progress = never, Command = never>(
  parts: Partial<TaskContext<Progress, Command>> = {},
): TaskContext<Progress, Command> {
  const { signal } = new AbortController();
  return { signal, report: () => {}, commands: new Commands(), waitIdle: (wait) => wait, ...parts };
}
