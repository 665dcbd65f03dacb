import { type CoreBanking, type EffectContext, type Instant, type Reaction, type Sealed, effect, to } from '@interlock/kernel';
import { ANSWER } from '@interlock/rulebook';
import { type FieldsOpened, sealBookings } from '../movements.ts';
import { type BankPorts, EFFECT_SETTLES } from '../ports.ts';
import { type StopAnswer } from './account-hold.decider.ts';
import { type ReleaseBegun, type StopAnswerBegun } from './account-hold.events.ts';
import { accountHold } from './account-hold.stream.ts';

/** The order's two sealed fields, opened for the comparison and for nothing else. */
const OPENED: FieldsOpened = { purpose: 'R-110', fields: ['stated.number', 'stated.holder'] };

/** the core compares, holds and reports; the clear text goes no further than this call. */
export const stopAccount = effect<StopAnswerBegun, BankPorts>({
  name: 'bank_stop_account',
  on: ['StopAnswerBegun'],
  async run(begun, recorded, context) {
    const { orderId, accountRef, stated, namedFen, from, continues, lapseHours } = begun;
    const number = await openStated(stated.number, context);
    const holder = await openStated(stated.holder, context);
    if (number === undefined || holder === undefined) return [record(begun, unreadable(orderId, context.clock.now()))];
    const { amountFen, paidAt } = stated;
    const answer = await context.ports.core.stop({
      key: recorded.id,
      accountRef,
      stated: { number, holder, amountFen, paidAt },
      namedFen,
      from,
      ...(continues !== undefined && { continues }),
      lapseHours,
    });
    return [record(begun, { orderId, ...(await sealed(answer, recorded.id, context)), opened: OPENED })];
  },
});

/** */
export const releaseAccount = effect<ReleaseBegun, BankPorts>({
  name: 'bank_release_account',
  on: ['ReleaseBegun'],
  async run({ orderId, accountRef }, recorded, { ports }) {
    const { releasedAt } = await ports.core.release({ key: recorded.id, accountRef });
    return [to(accountHold, accountRef, { type: 'RecordReleased', orderId, releasedAt }, { settles: EFFECT_SETTLES })];
  },
});

function record({ accountRef }: StopAnswerBegun, answer: StopAnswer): Reaction {
  return to(accountHold, accountRef, { type: 'RecordStopAnswer', answer }, { settles: EFFECT_SETTLES });
}

type Answered = Awaited<ReturnType<CoreBanking['stop']>>;

async function sealed({ bookings, ...answer }: Answered, answerId: string, context: EffectContext<BankPorts>) {
  return { ...answer, movements: await sealBookings(bookings, answerId, context) };
}

/** The clear field, or undefined where it can never be read; a key that is not here yet throws, so the effect is tried again. */
async function openStated(field: Sealed, { keys }: EffectContext<BankPorts>): Promise<string | undefined> {
  const opened = await keys.open(field);
  if (opened.ok) return opened.clear;
  if (opened.code === 'KEY_DESTROYED' || opened.code === 'SEAL_BROKEN') return undefined;
  throw Object.assign(new Error(`The order’s ${field.path} cannot be opened yet: ${opened.code}`), { code: opened.code });
}

/** 0500. What cannot be read cannot be compared, and an account that was not compared is not stopped. */
function unreadable(orderId: string, answeredAt: Instant): StopAnswer {
  const nothing = { balanceFen: 0, heldFen: 0, movements: [] };
  return { orderId, code: ANSWER.fieldMissing, answeredAt, ...nothing, opened: { ...OPENED, fields: [] } };
}
