import {
  type AccountRef,
  type Answer,
  type Decider,
  type Fen,
  type Instant,
  accept,
  isBefore,
  plusHours,
  reject,
  unreachable,
} from '@interlock/kernel';
import { type MovementReport } from '@interlock/contracts';
import { ANSWER, inForce, STOP_LAPSE_HOURS, STOPS_PER_ACCOUNT_MAX } from '@interlock/rulebook';
import { type FieldsOpened, inPieces } from '../movements.ts';
import { type AccountHoldEvent, type ReleaseRefused, type StopOrderReceived, type StopRefused } from './account-hold.events.ts';
import { type AccountHold, type OrderState, countedStops, evolveHold, NO_HOLD, standingStops } from './account-hold.state.ts';

export type ReceivedOrder = Omit<StopOrderReceived, 'type' | 'receivedAt'>;

export interface StopAnswer {
  readonly orderId: string;
  readonly code: string;
  readonly answeredAt: Instant;
  readonly balanceFen: Fen;
  readonly heldFen: Fen;
  readonly movements: readonly MovementReport[];
  readonly opened: FieldsOpened;
}

interface At {
  readonly at: Instant;
}
export type AccountHoldCommand =
  | ({ readonly type: 'ReceiveOrder'; readonly order: ReceivedOrder } & At)
  | ({ readonly type: 'AnswerStop'; readonly orderId: string } & At)
  | ({ readonly type: 'RecordStopAnswer'; readonly answer: StopAnswer } & At)
  | ({
      readonly type: 'AskRelease';
      readonly orderId: string;
      readonly accountRef: AccountRef;
      readonly caseId: string;
      readonly orderedAt: Instant;
    } & At)
  | ({ readonly type: 'AnswerRelease'; readonly orderId: string } & At)
  | ({ readonly type: 'RecordReleased'; readonly orderId: string; readonly releasedAt: Instant } & At)
  | ({ readonly type: 'ExpireStop'; readonly orderId: string } & At);

export type AccountHoldRejection =
  | { readonly type: 'NoSuchOrder'; readonly orderId: string }
  | { readonly type: 'AlreadyAnswered'; readonly rule: 'R-116'; readonly orderId: string; readonly answerCode: string }
  | { readonly type: 'AnotherBeingAnswered'; readonly orderId: string }
  | { readonly type: 'NoSuchRelease'; readonly rule: 'R-117'; readonly orderId: string }
  | { readonly type: 'NotDueYet'; readonly rule: 'R-112'; readonly lapsesAt: Instant };

type HoldAnswer = Answer<AccountHoldEvent, AccountHoldRejection>;

/** Stops of one account as its bank keeps them: compares nothing itself (the core does), but counts and refuses by itself. */
export const accountHoldDecider: Decider<AccountHoldCommand, AccountHold, AccountHoldEvent, AccountHoldRejection> = {
  initial: NO_HOLD,
  decide(command, state) {
    switch (command.type) {
      case 'ReceiveOrder':
        return receive(command.order, command.at, state);
      case 'AnswerStop':
        return answerStop(command.orderId, command.at, state);
      case 'RecordStopAnswer':
        return recordAnswer(command.answer, state);
      case 'AskRelease': {
        const { orderId, accountRef, caseId, orderedAt, at } = command;
        if (state.releases.has(orderId)) return accept();
        return accept({ type: 'ReleaseAsked', orderId, accountRef, caseId, orderedAt, receivedAt: at });
      }
      case 'AnswerRelease':
        return answerRelease(command.orderId, command.at, state);
      case 'RecordReleased':
        return recordReleased(command.orderId, command.releasedAt, state);
      case 'ExpireStop': {
        const order = state.orders.get(command.orderId);
        if (order?.status !== 'applied') return accept();
        const { lapsesAt } = order;
        if (isBefore(command.at, lapsesAt)) return reject({ type: 'NotDueYet', rule: 'R-112', lapsesAt });
        return accept({ type: 'StopExpired', orderId: command.orderId, accountRef: accountOf(state), lapsedAt: lapsesAt });
      }
      default:
        return unreachable(command);
    }
  },
  evolve: evolveHold,
};

function receive(order: ReceivedOrder, at: Instant, state: AccountHold): HoldAnswer {
  if (state.orders.has(order.orderId)) return accept();
  const received: StopOrderReceived = { type: 'StopOrderReceived', ...order, receivedAt: at };
  const refused = (code: string, rule: string): StopRefused => ({
    type: 'StopRefused',
    orderId: order.orderId,
    accountRef: order.accountRef,
    code,
    rule,
    answeredAt: at,
  });
  if (state.applicationIds.has(order.applicationId)) return accept<AccountHoldEvent>(received, refused(ANSWER.alreadyProcessed, 'R-116'));
  if (isUsedUp(state, at)) return accept<AccountHoldEvent>(received, refused(ANSWER.limitReached, 'R-113')); // whatever number the police gave it
  return accept(received);
}

/** R-113 by the bank's own count. */
function isUsedUp(state: AccountHold, at: Instant): boolean {
  return countedStops(state) >= inForce(STOPS_PER_ACCOUNT_MAX, at);
}

function answerStop(orderId: string, at: Instant, state: AccountHold): HoldAnswer {
  const current = state.orders.get(orderId);
  if (!current) return reject({ type: 'NoSuchOrder', orderId });
  if (current.status !== 'awaiting')
    return reject({ type: 'AlreadyAnswered', rule: 'R-116', orderId, answerCode: ANSWER.alreadyProcessed });
  const { order } = current;
  const { accountRef, stated, namedFen, firstInflowAt: from } = order;
  const refuse = (code: string, rule: string): HoldAnswer =>
    accept({ type: 'StopRefused', orderId, accountRef, code, rule, answeredAt: at });
  if (isUsedUp(state, at)) return refuse(ANSWER.limitReached, 'R-113');
  const other = [...state.orders].find(([, { status }]) => status === 'answering');
  if (other) return reject({ type: 'AnotherBeingAnswered', orderId: other[0] });
  const standing = standingStops(state, at);
  const continued = standing.find((stop) => stop.orderId === order.continues);
  if (order.continues !== undefined && !continued) return refuse(ANSWER.extensionTooLate, 'R-117');
  if (order.continues === undefined && standing.length > 0) return refuse(ANSWER.alreadyStopped, 'R-116');
  return accept({
    type: 'StopAnswerBegun',
    orderId,
    accountRef,
    stated,
    namedFen,
    from,
    ...(continued && { continues: continued.lapsesAt }),
    lapseHours: inForce(STOP_LAPSE_HOURS, continued?.lapsesAt ?? at),
    begunAt: at,
  });
}

function recordAnswer({ movements, ...answer }: StopAnswer, state: AccountHold): HoldAnswer {
  const { orderId, code, answeredAt, balanceFen, heldFen, opened } = answer;
  const current = state.orders.get(orderId);
  if (current?.status !== 'answering') return accept(); // recorded before
  const { accountRef } = current.order;
  if (code !== ANSWER.success && code !== ANSWER.partly)
    return accept({ type: 'StopRefused', orderId, accountRef, code, answeredAt, opened });
  const startsAt = current.continues ?? answeredAt; // a continuation begins where the first ends
  const lapsesAt = plusHours(startsAt, current.lapseHours); // from the bank's moment
  const [first = [], ...further] = inPieces(movements);
  const span = { from: current.order.firstInflowAt, through: answeredAt };
  return accept<AccountHoldEvent>(
    { type: 'StopApplied', orderId, accountRef, code, answeredAt, startsAt, lapsesAt, balanceFen, heldFen, movements: first, opened },
    ...further.map(
      (piece) => ({ type: 'MovementsReported', because: 'order', answers: orderId, accountRef, ...span, movements: piece }) as const,
    ),
  );
}

function answerRelease(orderId: string, at: Instant, state: AccountHold): HoldAnswer {
  const release = state.releases.get(orderId);
  if (!release) return reject({ type: 'NoSuchRelease', rule: 'R-117', orderId });
  if (release === 'begun') return reject({ type: 'AlreadyAnswered', rule: 'R-116', orderId, answerCode: ANSWER.alreadyProcessed });
  const order = state.orders.get(orderId);
  const accountRef = accountOf(state);
  if (order?.status === 'answering') return reject({ type: 'AnotherBeingAnswered', orderId });
  if (order?.status === 'applied' && isBefore(at, order.lapsesAt))
    return accept({ type: 'ReleaseBegun', orderId, accountRef, begunAt: at });
  return accept(releaseRefused(orderId, accountRef, order, at));
}

/** 1900 after the end; 0400 where there was no stop to release. */
function releaseRefused(orderId: string, accountRef: AccountRef, order: OrderState | undefined, refusedAt: Instant): ReleaseRefused {
  const wasApplied = order && 'lapsesAt' in order;
  return { type: 'ReleaseRefused', orderId, accountRef, code: wasApplied ? ANSWER.releaseTooLate : ANSWER.originalNotFound, refusedAt };
}

function recordReleased(orderId: string, releasedAt: Instant, state: AccountHold): HoldAnswer {
  if (state.releases.get(orderId) !== 'begun') return accept();
  const accountRef = accountOf(state);
  const standing = standingStops(state, releasedAt);
  const released = standing.map((stop) => ({
    type: 'StopReleased' as const,
    orderId: stop.orderId,
    accountRef,
    askedFor: orderId,
    releasedAt,
  }));
  if (standing.some((stop) => stop.orderId === orderId)) return accept(...released);
  return accept<AccountHoldEvent>(...released, releaseRefused(orderId, accountRef, state.orders.get(orderId), releasedAt));
}

function accountOf({ accountRef }: AccountHold): AccountRef {
  if (!accountRef) throw new Error('No account yet: nothing was ever received');
  return accountRef;
}
