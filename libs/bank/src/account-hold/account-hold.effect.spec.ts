import { describe, expect, it } from '@jest/globals';
import { type Booking, type CoreBanking, type EffectContext, type KeyStore, type Recorded } from '@interlock/kernel';
import { type BankPorts } from '../ports.ts';
import { stopAccount } from './account-hold.effect.ts';
import { ACCOUNT, begun, NOON } from './account-hold.testing.ts';

type Opening = Awaited<ReturnType<KeyStore['open']>>;
type StopRequest = Parameters<CoreBanking['stop']>[0];

const recorded: Recorded = {
  id: 'intent-1',
  type: 'StopAnswerBegun',
  schemaVersion: 1,
  stream: `account-hold-${ACCOUNT}`,
  data: {},
  meta: { actor: { kind: 'person', member: 'bank-rural', person: 'o-1', role: 'operator', unit: 'desk' } },
  recordedAt: NOON,
  revision: 1,
  position: 1n,
};
const booking: Booking = {
  reference: 'P1',
  serial: 7,
  direction: 'out',
  kind: 'transfer',
  amountFen: 5_00,
  at: NOON,
  counterparty: { bank: 'bank-city', number: '6214830000000000017', holder: '李某' },
};
const cash: Booking = { reference: 'P2', serial: 8, direction: 'out', kind: 'cash-atm', amountFen: 1_00, at: NOON };

/** A core that answers 0000 and remembers what it was asked; keys that open as told. */
function context(open: (path: string) => Opening) {
  const asked: StopRequest[] = [];
  const never = () => Promise.reject(new Error('Not asked for'));
  const core: CoreBanking = {
    stop(request) {
      asked.push(request);
      return Promise.resolve({ code: '0000', answeredAt: NOON, balanceFen: 9_00, heldFen: 9_00, bookings: [booking, cash] });
    },
    release: never,
    freeze: never,
    extendFreeze: never,
    unfreeze: never,
    bookings: never,
    owns: () => Promise.resolve(true),
  };
  const keys: KeyStore = {
    seal: (subject, commandId, path) => Promise.resolve({ sealed: 1, key: `bank-rural/${subject}`, commandId, path, box: 'AAAA' }),
    open: (field) => Promise.resolve(open(field.path)),
    exportKey: () => Promise.resolve(undefined),
    bodyHash: (body) => body,
    close: () => undefined,
  };
  const given: EffectContext<BankPorts> = {
    ports: { core },
    keys,
    references: { account: (_bank, number) => `a1.ref${number}`, number: (phone) => `n1.${phone}`, person: (id) => `p1.${id}` },
    clock: { now: () => NOON, monotonicMs: () => 0, wakeAt: () => () => undefined },
  };
  return { given, asked };
}
const clear = (path: string): Opening => ({ ok: true, clear: path === 'stated.number' ? '6230520000000000012' : '张某' });

describe('R-110: the core compares what the police sealed', () => {
  it('with the intent’s id as key, and the answer says which fields were opened, and what for', async () => {
    const { given, asked } = context(clear);
    const reactions = await stopAccount.run(begun('first'), recorded, given);
    const { stated, namedFen, from } = begun('first');
    expect(asked).toEqual([
      {
        key: 'intent-1',
        accountRef: ACCOUNT,
        stated: { number: '6230520000000000012', holder: '张某', amountFen: stated.amountFen, paidAt: stated.paidAt },
        namedFen,
        from,
        lapseHours: 48,
      },
    ]);
    expect(reactions).toMatchObject([
      {
        key: ACCOUNT,
        command: { type: 'RecordStopAnswer', answer: { opened: { purpose: 'R-110', fields: ['stated.number', 'stated.holder'] } } },
      },
    ]);
  });

  it('R-125: counterparties come back by reference, sealed anew under the bank’s own key of that account', async () => {
    const [reaction] = await stopAccount.run(begun('first'), recorded, context(clear).given);
    const told = JSON.stringify(reaction);
    for (const personal of ['6230520000000000012', '张某', '李某']) expect(told).not.toContain(personal);
    const ref = 'a1.ref6214830000000000017';
    expect(reaction?.command).toMatchObject({
      answer: {
        movements: [
          {
            reference: 'P1',
            counterparty: { accountRef: ref, bank: 'bank-city', number: { key: `bank-rural/${ref}` }, holder: { sealed: 1 } },
          },
          cash,
        ],
      },
    });
  });

  it.each(['KEY_DESTROYED', 'SEAL_BROKEN'] as const)(
    'what can never be read (%s) is refused with 0500, and the core is not asked',
    async (code) => {
      const { given, asked } = context(() => ({ ok: false, code }));
      expect(await stopAccount.run(begun('first'), recorded, given)).toMatchObject([
        { command: { answer: { orderId: 'first', code: '0500', heldFen: 0, opened: { fields: [] } } } },
      ]);
      expect(asked).toEqual([]);
    },
  );

  it.each(['KEY_UNKNOWN', 'NOT_GRANTED'] as const)('a key that is not here yet (%s) is waited for, and named', async (code) => {
    const { given, asked } = context(() => ({ ok: false, code }));
    await expect(stopAccount.run(begun('first'), recorded, given)).rejects.toMatchObject({ code });
    expect(asked).toEqual([]);
  });
});
