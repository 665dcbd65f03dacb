import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, fold, MS_PER_HOUR, plusMs } from '@interlock/kernel';
import { isInForce } from './account-stops.ts';
import { type StopPaymentCommand } from './stop-payment.commands.ts';
import { stopPaymentDecider } from './stop-payment.decider.ts';
import { type StopPaymentEvent } from './stop-payment.events.ts';
import { publishStopPayment } from './stop-payment.publish.ts';
import { account, details, NOON, officers, stated } from './stops.testing.ts';

const ids = fc.constantFrom('1', '2', '3', '4');
const codes = fc.constantFrom('0000', '1200', '0301', '0200', '1304', '1800', '1900');
const order = { applicationId: '0'.repeat(36), officers, urgency: 'urgent', details } as const;

/** A wish without its moment, which only goes forward. */
const wishes = fc.oneof(
  fc.record({ type: fc.constant('ProposeStop' as const), proposalId: ids, caseId: ids, because: fc.constant('entry' as const) }),
  fc.record({ type: fc.constant('WithdrawProposal' as const), why: fc.constant('nothing-traced' as const) }),
  fc.record({ type: fc.constant('OrderStop' as const), proposalId: ids, orderId: ids }).map((one) => ({ ...order, ...one })),
  fc.record({ type: fc.constant('CorrectStop' as const), corrects: ids, orderId: ids }).map((one) => ({ ...order, ...one })),
  fc.record({ type: fc.constant('RenewStop' as const), continues: ids, orderId: ids }).map((one) => ({ ...order, ...one })),
  fc.record({ type: fc.constant('RecordApplied' as const), orderId: ids, code: codes, balanceFen: fc.nat(), heldFen: fc.nat() }),
  fc.record({ type: fc.constant('RecordRefusedByBank' as const), orderId: ids, code: codes }),
  fc.record({ type: fc.constant('LapseStop' as const), orderId: ids }),
  fc.record({ type: fc.constant('CountLapse' as const), orderId: ids, uncoveredFen: fc.nat() }),
  fc.record({ type: fc.constant('RaiseAlarm' as const), orderId: ids, hours: fc.constantFrom(24, 36, 44, 47) }),
  fc.record({ type: fc.constant('ReleaseStop' as const), orderId: ids, reason: fc.constant(stated.holder) }),
  fc.record({ type: fc.constant('RecordReleased' as const), orderId: ids, code: codes }),
  fc.record({ type: fc.constant('WatchAccount' as const), watchId: ids, caseId: ids }),
  fc.record({ type: fc.constant('EndWatch' as const), watchId: ids }),
);
type WishOf = typeof wishes extends fc.Arbitrary<infer W> ? W : never;

function commandOf(wish: WishOf, at: Instant): StopPaymentCommand {
  const base = { ...account, at };
  switch (wish.type) {
    case 'RecordApplied':
    case 'RecordRefusedByBank':
      return { ...wish, ...base, answeredAt: at };
    case 'RecordReleased':
      return { ...wish, ...base, releasedAt: at };
    default:
      return { ...wish, ...base };
  }
}

/** Order ids are the sender's, made of command ids: an id used up is never sent anew. */
function isFresh(command: StopPaymentCommand, history: readonly StopPaymentEvent[]): boolean {
  if (!('orderId' in command) || !['OrderStop', 'CorrectStop', 'RenewStop'].includes(command.type)) return true;
  return !history.some((event) => (event.type === 'StopOrdered' || event.type === 'StopRefused') && event.orderId === command.orderId);
}

describe('whatever happens to an account', () => {
  const steps = fc.array(fc.tuple(wishes, fc.integer({ min: 0, max: 30 })), { maxLength: 60 });

  it('the fold takes every event that was decided; R-113 and R-112 hold at every step', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const history: StopPaymentEvent[] = [];
        let at = NOON;
        for (const [wish, hours] of list) {
          at = plusMs(at, hours * MS_PER_HOUR);
          const command = commandOf(wish, at);
          if (!isFresh(command, history)) continue;
          const before = fold(stopPaymentDecider, history);
          const answer = stopPaymentDecider.decide(command, before);
          history.push(...(answer.events ?? []));
          const state = fold(stopPaymentDecider, history);
          expect(state.counted.length).toBeLessThanOrEqual(2);
          expect(state.standing.length).toBeLessThanOrEqual(2);
          for (const event of answer.events ?? []) {
            // Never an order beside another, and none but a renewal while a stop is in force.
            if (event.type === 'StopOrdered') {
              expect(before.order).toBeUndefined();
              expect(event.continues !== undefined || !isInForce(before, at)).toBe(true);
            }
            if (event.type === 'StopProposed') expect(before.proposal ?? before.order).toBeUndefined();
            for (const { to } of publishStopPayment(event)) expect(['city', 'office', account.bank]).toContain(to);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('an answer that comes twice, at once or any time later, changes nothing', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, laterMs) => {
        const history: StopPaymentEvent[] = [];
        let at = NOON;
        const answers: StopPaymentCommand[] = [];
        for (const [wish, hours] of list) {
          at = plusMs(at, hours * MS_PER_HOUR);
          const command = commandOf(wish, at);
          if (!isFresh(command, history)) continue;
          const answer = stopPaymentDecider.decide(command, fold(stopPaymentDecider, history));
          if (answer.ok && (command.type === 'RecordApplied' || command.type === 'RecordRefusedByBank')) answers.push(command);
          history.push(...(answer.events ?? []));
        }
        for (const command of answers) {
          const again = stopPaymentDecider.decide({ ...command, at: plusMs(at, laterMs) }, fold(stopPaymentDecider, history));
          expect(again.ok && again.events.every(({ type }) => type === 'StopLapsed' || type === 'StopContinued')).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});
