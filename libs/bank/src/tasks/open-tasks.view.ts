import { type Instant, type Rows, unreachable, view } from '@interlock/kernel';
import {
  type FreezeApplied,
  type FreezeBegun,
  type FreezeFoundOver,
  type FreezeLifted,
  type FreezeOrderReceived,
  type FreezeQueued,
  type LiftAsked,
  type LiftBegun,
} from '../account-freeze/account-freeze.events.ts';
import {
  type ReleaseAsked,
  type ReleaseBegun,
  type ReleaseRefused,
  type StopAnswerBegun,
  type StopApplied,
  type StopOrderReceived,
  type StopRefused,
  type StopReleased,
} from '../account-hold/account-hold.events.ts';
import { type DetailAnswerBegun, type DetailAsked, type WatchBegun, type WatchEnded } from '../account-report/account-report.events.ts';
import { type AppealDenied, type AppealVerified, type MeasureAppealed, type MeasureLifted } from '../bank-measure/bank-measure.events.ts';
import { type MovementsReported } from '../movements.ts';
import { type PoliceSigner } from '../police-signer.ts';

type TaskKind = 'stop' | 'release' | 'detail' | 'watch' | 'freeze' | 'lift' | 'appeal';

/** One thing that waits for the bank's people, or is at the core system now. */
export interface OpenTask {
  /** `stop:<order id>`. */
  readonly taskId: string;
  readonly kind: TaskKind;
  /** Order, request, watch, freeze or measure: what the answering command names. */
  readonly about: string;
  readonly accountRef: string;
  readonly state: 'waiting' | 'at-core' | 'running';
  readonly since: Instant;
  /** at once, so an answer is due as soon as it is asked; a watch runs and has none. */
  readonly dueAt?: Instant;
  readonly namedFen?: number;
  readonly urgency?: string;
  /** the officers who signed the stop; R-201: the head who approved the freeze. */
  readonly signedBy?: readonly PoliceSigner[];
  /** Of a detail: every booking from then on is asked for. */
  readonly from?: Instant;
}

type Opening = StopOrderReceived | ReleaseAsked | DetailAsked | WatchBegun | FreezeOrderReceived | LiftAsked | MeasureAppealed;
type AtCore = StopAnswerBegun | ReleaseBegun | DetailAnswerBegun | FreezeBegun | LiftBegun;
type Closing =
  | StopApplied
  | StopRefused
  | StopReleased
  | ReleaseRefused
  | MovementsReported
  | WatchEnded
  | FreezeApplied
  | FreezeQueued
  | FreezeLifted
  | FreezeFoundOver
  | AppealVerified
  | AppealDenied
  | MeasureLifted;

/** What the bank's duty desk still has to do. */
export const openTasks = view<OpenTask, Opening | AtCore | Closing>({
  name: 'bank_open_tasks',
  version: 2,
  rows: { key: 'taskId', indexes: ['kind', 'accountRef', 'since'] },
  on: [
    ...(['StopOrderReceived', 'ReleaseAsked', 'DetailAsked', 'WatchBegun', 'FreezeOrderReceived', 'LiftAsked', 'MeasureAppealed'] as const),
    ...(['StopAnswerBegun', 'ReleaseBegun', 'DetailAnswerBegun', 'FreezeBegun', 'LiftBegun'] as const),
    ...(['StopApplied', 'StopRefused', 'StopReleased', 'ReleaseRefused', 'MovementsReported', 'WatchEnded'] as const),
    ...(['FreezeApplied', 'FreezeQueued', 'FreezeLifted', 'FreezeFoundOver', 'AppealVerified', 'AppealDenied', 'MeasureLifted'] as const),
  ],
  apply(event, rows) {
    for (const change of changesOf(event)) apply(change, rows);
  },
});

type Change =
  | { readonly what: 'open'; readonly task: Omit<OpenTask, 'taskId'> }
  | { readonly what: 'at-core' | 'close'; readonly kind: TaskKind; readonly about: string };

function apply(change: Change, rows: Rows<OpenTask>): void {
  const { kind, about } = change.what === 'open' ? change.task : change;
  const taskId = `${kind}:${about}`;
  if (change.what === 'open') rows.put({ taskId, ...change.task });
  else if (change.what === 'close') rows.remove(taskId);
  // A freeze that moves up in the queue is nobody's task: only a row that is there changes.
  else if (rows.get(taskId)) rows.put({ taskId, state: 'at-core' });
}

function changesOf(event: Opening | AtCore | Closing): readonly Change[] {
  switch (event.type) {
    case 'StopOrderReceived':
      return [open('stop', event.orderId, event, { namedFen: event.namedFen, urgency: event.urgency, ...signedBy(event.signers) })];
    case 'ReleaseAsked':
      return [open('release', event.orderId, event)];
    case 'DetailAsked':
      return [open('detail', event.askId, event, { from: event.from })];
    case 'WatchBegun': {
      const { watchId: about, accountRef, receivedAt: since, from } = event;
      return [{ what: 'open', task: { kind: 'watch', about, accountRef, since, from, state: 'running' } }];
    }
    case 'FreezeOrderReceived':
      return [open('freeze', event.freezeId, event, { namedFen: event.sumFen, ...signedBy(event.approvedBy && [event.approvedBy]) })];
    case 'LiftAsked':
      return [open('lift', event.freezeId, event)];
    case 'MeasureAppealed':
      return [open('appeal', event.measureId, { accountRef: event.accountRef, receivedAt: event.appealedAt })];
    case 'StopAnswerBegun':
      return [atCore('stop', event.orderId)];
    case 'ReleaseBegun':
      return [atCore('release', event.orderId)];
    case 'DetailAnswerBegun':
      return [atCore('detail', event.askId)];
    case 'FreezeBegun':
      return [atCore('freeze', event.freezeId)];
    case 'LiftBegun':
      return [atCore('lift', event.freezeId)];
    case 'StopApplied':
    case 'StopRefused':
      return [close('stop', event.orderId)];
    case 'StopReleased':
      return [close('release', event.askedFor)];
    case 'ReleaseRefused':
      return [close('release', event.orderId)];
    case 'MovementsReported':
      return event.because === 'detail' ? [close('detail', event.answers)] : [];
    case 'WatchEnded':
      return [close('watch', event.watchId)];
    case 'FreezeApplied':
    case 'FreezeQueued':
      return [close('freeze', event.freezeId)];
    case 'FreezeLifted': // perhaps before it was answered
      return [close('freeze', event.freezeId), close('lift', event.freezeId)];
    case 'FreezeFoundOver':
      return event.askedFor === 'lift' ? [close('lift', event.freezeId)] : [];
    case 'AppealVerified':
    case 'AppealDenied':
    case 'MeasureLifted':
      return [close('appeal', event.measureId)];
    default:
      return unreachable(event);
  }
}

function open(
  kind: TaskKind,
  about: string,
  { accountRef, receivedAt: since }: { readonly accountRef: string; readonly receivedAt: Instant },
  named: Pick<OpenTask, 'namedFen' | 'urgency' | 'from' | 'signedBy'> = {},
): Change {
  return { what: 'open', task: { kind, about, accountRef, since, dueAt: since, state: 'waiting', ...named } };
}

function signedBy(signers: readonly PoliceSigner[] | undefined): Pick<OpenTask, 'signedBy'> {
  return signers ? { signedBy: signers } : {};
}

function atCore(kind: TaskKind, about: string): Change {
  return { what: 'at-core', kind, about };
}

function close(kind: TaskKind, about: string): Change {
  return { what: 'close', kind, about };
}
