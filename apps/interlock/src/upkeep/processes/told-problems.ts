import { z } from 'zod';

const answer = z.object({
  ready: z.boolean(),
  nodes: z.array(z.string()),
  problems: z.array(
    z.object({
      ...{ code: z.string(), node: z.string(), place: z.string() },
      ...{ count: z.number().optional(), detail: z.string().optional(), from: z.string().optional() },
    }),
  ),
});

/** One thing that a process says of itself. */
export type ToldProblem = z.infer<typeof answer>['problems'][number];

/** What a process answers at /problems; undefined for what none of ours says. */
export function readProblems(text: string): z.infer<typeof answer> | undefined {
  try {
    return answer.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
