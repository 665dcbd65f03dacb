import { type AccountRef, type Instant, isBefore, unreachable } from '@interlock/kernel';
import { type AccountHoldEvent, type StopOrderReceived } from './account-hold.events.ts';

/** One police order on the account, by what became of it. */
export type OrderState =
  | { readonly status: 'awaiting'; readonly order: StopOrderReceived }
  | { readonly status: 'answering'; readonly order: StopOrderReceived; readonly lapseHours: number; readonly continues?: Instant }
  | { readonly status: 'applied' | 'expired' | 'released'; readonly startsAt: Instant; readonly lapsesAt: Instant }
  | { readonly status: 'refused' };

/** The bank's own truth about the stops of one account. */
export interface AccountHold {
  readonly accountRef?: AccountRef;
  readonly orders: ReadonlyMap<string, OrderState>;
  /** a repetition under another order id is known by it. */
  readonly applicationIds: ReadonlySet<string>;
  readonly releases: ReadonlyMap<string, 'asked' | 'begun'>;
}

export const NO_HOLD: AccountHold = { orders: new Map(), applicationIds: new Set(), releases: new Map() };

/** stops that count, on whatever level and for whichever case, whatever the police say: applied ever, or at the core now. */
export function countedStops({ orders }: AccountHold): number {
  return [...orders.values()].filter(({ status }) => status !== 'awaiting' && status !== 'refused').length;
}

/** Applied and not over at that moment: in force, or to start when the one before ends. */
export function standingStops({ orders }: AccountHold, at: Instant): readonly { readonly orderId: string; readonly lapsesAt: Instant }[] {
  return [...orders].flatMap(([orderId, order]) =>
    order.status === 'applied' && isBefore(at, order.lapsesAt) ? [{ orderId, lapsesAt: order.lapsesAt }] : [],
  );
}

export function evolveHold(state: AccountHold, event: AccountHoldEvent): AccountHold {
  switch (event.type) {
    case 'StopOrderReceived':
      return {
        ...withOrder(state, event.orderId, { status: 'awaiting', order: event }),
        accountRef: event.accountRef,
        applicationIds: new Set([...state.applicationIds, event.applicationId]),
      };
    case 'StopAnswerBegun': {
      const before = state.orders.get(event.orderId);
      if (before?.status !== 'awaiting') throw new Error(`StopAnswerBegun: order ${event.orderId} awaits no answer`);
      const { lapseHours, continues } = event;
      return withOrder(state, event.orderId, {
        status: 'answering',
        order: before.order,
        lapseHours,
        ...(continues !== undefined && { continues }),
      });
    }
    case 'StopApplied':
      if (state.orders.get(event.orderId)?.status !== 'answering') throw new Error(`StopApplied: ${event.orderId} is not being answered`);
      return withOrder(state, event.orderId, { status: 'applied', startsAt: event.startsAt, lapsesAt: event.lapsesAt });
    case 'StopRefused':
      return withOrder(state, event.orderId, { status: 'refused' });
    case 'StopReleased':
      return withRelease(ended(state, event.orderId, 'released'), event.askedFor);
    case 'StopExpired':
      return ended(state, event.orderId, 'expired');
    case 'ReleaseAsked':
      return withRelease({ ...state, accountRef: event.accountRef }, event.orderId, 'asked');
    case 'ReleaseBegun':
      return withRelease(state, event.orderId, 'begun');
    case 'ReleaseRefused':
      return withRelease(state, event.orderId);
    case 'MovementsReported':
      return state;
    default:
      return unreachable(event);
  }
}

function ended(state: AccountHold, orderId: string, status: 'expired' | 'released'): AccountHold {
  const before = state.orders.get(orderId);
  if (before?.status !== 'applied') throw new Error(`${orderId} is no standing stop`);
  return withOrder(state, orderId, { ...before, status });
}

function withOrder(state: AccountHold, orderId: string, order: OrderState): AccountHold {
  return { ...state, orders: new Map([...state.orders, [orderId, order]]) };
}

function withRelease(state: AccountHold, orderId: string, status?: 'asked' | 'begun'): AccountHold {
  const releases = new Map(state.releases);
  if (status) releases.set(orderId, status);
  else releases.delete(orderId);
  return { ...state, releases };
}
