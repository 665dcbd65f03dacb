import { type World } from '@interlock/simulator';
import { type z } from 'zod';
import { accountKeyShape, accountShape, answersShape, historyShape, holdShape, lineShape, movementShape } from './shapes.ts';

export type PlayerAnswer =
  | { readonly status: 200; readonly body: unknown }
  /** `REFUSED`: the world itself says no, and would say so again. */
  | { readonly status: 400 | 404 | 409; readonly body: { readonly code: string; readonly path?: string; readonly message?: string } };

/** What the player asks of the world: the calls of a `PlayedWorld`, each with its one argument as JSON. */
export function answerPlayerCall(world: World, name: string, body: unknown): PlayerAnswer {
  switch (name) {
    case 'open-account':
      return answered(accountShape, body, (account) => world.openAccount(account));
    case 'open-line':
      return answered(lineShape, body, (line) => world.openLine(line));
    case 'will-answer':
      return answered(answersShape, body, ({ line, result }) => world.willAnswer(line, result));
    case 'move':
      return answered(movementShape, body, (order) => world.move(order));
    case 'begin-own-hold':
      return answered(holdShape, body, (hold) => world.beginOwnHold(hold));
    case 'end-own-holds':
      return answered(accountKeyShape, body, ({ account }) => world.endOwnHolds(account));
    case 'history':
      return answered(historyShape, body, ({ known }) => newsOf(world, known));
    default:
      return { status: 404, body: { code: 'UNKNOWN_CALL' } };
  }
}

/** The whole of it where anything happened since; a story asks after every act. */
function newsOf(world: World, known: number | undefined) {
  const { length: entries } = world.journal().entries;
  return { entries, history: known === entries ? null : world.history() };
}

function answered<Shape extends z.ZodType>(shape: Shape, body: unknown, run: (request: z.output<Shape>) => unknown): PlayerAnswer {
  const read = shape.safeParse(body);
  if (!read.success) return { status: 400, body: { code: 'INVALID', path: read.error.issues[0]?.path.join('.') ?? '' } };
  try {
    return { status: 200, body: run(read.data) ?? null };
  } catch (error) {
    // The machine’s own trouble (a full disk) may pass: it is no answer.
    if (error instanceof Error && 'code' in error) throw error;
    return { status: 409, body: { code: 'REFUSED', message: error instanceof Error ? error.message : String(error) } };
  }
}
