import { type Instant, type Rows, unreachable, view } from '@interlock/kernel';
import {
  type LineRequestRefused,
  type LineRestored,
  type LineStopAsked,
  type LineStopBegun,
  type RestorationAsked,
  type ReverificationAsked,
  type ReverificationFailed,
  type ReverificationPassed,
} from './line.events.ts';

/** One thing that waits for the operator's people. */
export interface LineTask {
  /** `request:<request id>`. */
  readonly taskId: string;
  readonly kind: 'request' | 'reverification' | 'restoration';
  /** Request, ask or measure: what the answering command names. */
  readonly about: string;
  readonly numberRef: string;
  readonly since: Instant;
  /** a request of the police is due at once. */
  readonly dueAt: Instant;
  readonly grade?: string;
}

type Opening = LineStopAsked | ReverificationAsked | RestorationAsked;
type Closing = LineRequestRefused | LineStopBegun | ReverificationPassed | ReverificationFailed | LineRestored;

export const lineTasks = view<LineTask, Opening | Closing>({
  name: 'telecom_line_tasks',
  version: 1,
  rows: { key: 'taskId', indexes: ['kind', 'numberRef', 'dueAt'] },
  on: [
    ...(['LineStopAsked', 'ReverificationAsked', 'RestorationAsked', 'LineRequestRefused'] as const),
    ...(['LineStopBegun', 'ReverificationPassed', 'ReverificationFailed', 'LineRestored'] as const),
  ],
  apply(event, rows) {
    switch (event.type) {
      case 'LineStopAsked': {
        const { requestId: about, numberRef, receivedAt, grade } = event;
        open(rows, { kind: 'request', about, numberRef, since: receivedAt, dueAt: receivedAt, grade });
        break;
      }
      case 'ReverificationAsked': {
        const { askId: about, numberRef, askedAt, dueAt, grade } = event;
        open(rows, { kind: 'reverification', about, numberRef, since: askedAt, dueAt, grade });
        break;
      }
      case 'RestorationAsked': {
        const { measureId: about, numberRef, askedAt, dueAt } = event;
        open(rows, { kind: 'restoration', about, numberRef, since: askedAt, dueAt });
        break;
      }
      case 'LineRequestRefused':
        rows.remove(`request:${event.requestId}`);
        break;
      case 'LineStopBegun':
        if (event.requestId !== undefined) rows.remove(`request:${event.requestId}`);
        break;
      case 'ReverificationPassed':
      case 'ReverificationFailed':
        rows.remove(`reverification:${event.askId}`);
        break;
      case 'LineRestored':
        rows.remove(`restoration:${event.measureId}`);
        break;
      default:
        unreachable(event);
    }
  },
});

function open(rows: Rows<LineTask>, task: Omit<LineTask, 'taskId'>): void {
  rows.put({ taskId: `${task.kind}:${task.about}`, ...task });
}
