import { describe, expect, it } from '@jest/globals';
import { type CoreBanking, type EffectContext, type Recorded, instant } from '@interlock/kernel';
import { ACCOUNT, NOON } from '../account-hold/account-hold.testing.ts';
import { type BankPorts } from '../ports.ts';
import { extendFreeze, freezeAccount } from './account-freeze.effect.ts';
import { type FreezeBegun } from './account-freeze.events.ts';

const UNTIL = instant('2022-03-22T12:00:00.000Z');
const recorded: Recorded = {
  id: 'intent-1',
  type: 'FreezeBegun',
  schemaVersion: 1,
  stream: `account-freeze-${ACCOUNT}`,
  data: {},
  meta: { actor: { kind: 'person', member: 'bank-rural', person: 'o-1', role: 'operator', unit: 'desk' } },
  recordedAt: NOON,
  revision: 1,
  position: 1n,
};
const begun: FreezeBegun = { type: 'FreezeBegun', freezeId: 'a', accountRef: ACCOUNT, sumFen: 500_00, months: 12, begunAt: NOON };
const figures = { frozenFen: 400_00, balanceFen: 400_00, availableFen: 0, answeredAt: NOON };

/** A core that remembers what it was asked. */
function context() {
  const asked: unknown[] = [];
  const never = () => Promise.reject(new Error('Not asked for'));
  const core: CoreBanking = {
    freeze(request) {
      asked.push(request);
      return Promise.resolve(figures);
    },
    extendFreeze(request) {
      asked.push(request);
      return Promise.resolve({ answeredAt: NOON });
    },
    ...{ stop: never, release: never, unfreeze: never, bookings: never, owns: never },
  };
  const given: EffectContext<BankPorts> = {
    ports: { core },
    keys: {
      ...{ seal: never, open: never, exportKey: never },
      bodyHash: (body) => body,
      close: () => undefined,
    },
    references: { account: (_bank, number) => `a1.${number}`, number: (phone) => `n1.${phone}`, person: (id) => `p1.${id}` },
    clock: { now: () => NOON, monotonicMs: () => 0, wakeAt: () => () => undefined },
  };
  return { given, asked };
}

describe('R-202, R-203, R-205: the core knows how long', () => {
  it('a freeze is asked for with its months, under the intent’s id', async () => {
    const { given, asked } = context();
    const [reaction] = await freezeAccount.run(begun, recorded, given);
    expect(asked).toEqual([{ key: 'intent-1', accountRef: ACCOUNT, sumFen: 500_00, months: 12 }]);
    expect(reaction).toMatchObject({
      key: ACCOUNT,
      command: { type: 'RecordFreezeAnswer', answer: { freezeId: 'a', coreKey: 'intent-1', ...figures } },
    });
  });

  it('an intent of before the months were told asks for the ordinary term', async () => {
    const { given, asked } = context();
    const { months: _, ...older } = begun;
    await freezeAccount.run(older, recorded, given);
    expect(asked).toEqual([{ key: 'intent-1', accountRef: ACCOUNT, sumFen: 500_00, months: 6 }]);
  });

  it('a renewal is asked for by the key of the freeze, and the answer comes back with the end it was about', async () => {
    const { given, asked } = context();
    const intent = { type: 'ExtensionBegun', freezeId: 'a', accountRef: ACCOUNT, coreKey: 'core-a', until: UNTIL, begunAt: NOON } as const;
    const [reaction] = await extendFreeze.run(intent, recorded, given);
    expect(asked).toEqual([{ key: 'intent-1', freezeKey: 'core-a', accountRef: ACCOUNT, until: UNTIL }]);
    expect(reaction).toMatchObject({
      key: ACCOUNT,
      command: { type: 'RecordExtension', freezeId: 'a', until: UNTIL, answer: { answeredAt: NOON } },
    });
  });
});
