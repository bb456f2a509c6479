import { createReferenceService } from "../../src/compute/service/reference-service";
import type { CallOptions } from "../../src/compute/service/service";
import type { ComputeService, Tasks } from "../../src/compute/service/tasks";

type Answers = {
  readonly [Name in keyof Tasks]?: (
    request: Tasks[Name]["request"],
    options?: CallOptions<Tasks[Name]>,
  ) => Promise<Tasks[Name]["response"]>;
};

/** The float64 service with the answers of some tasks replaced. */
export function serviceWith(answers: Answers, real: ComputeService = createReferenceService()): ComputeService {
  return {
    run(task, request, options) {
      const answer = answers[task] as ((...asked: unknown[]) => never) | undefined;
      return answer ? answer(request, options) : real.run(task, request, options);
    },
  };
}
