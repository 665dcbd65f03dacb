import { type CommandAnswer, type Instant, idOf, plusHours, plusMinutes } from '@interlock/kernel';
import { type Desk, openDesk, refOf, SECOND, sealedBy } from '../desk.testing.ts';

/** 22 March 2021, 11:50 in the city. */
export const START: Instant = '2021-03-22T03:50:00.000Z';
export const number = { company: '62284800000000000', m1: '62220200000000018', m2: '6225880000000005', m3: '6228480000000028' } as const;
export type Key = keyof typeof number;
const bankOf = { company: 'bank-rural', m1: 'bank-industry', m2: 'bank-agriculture', m3: 'bank-city' } as const;

export interface Moved {
  readonly reference: string;
  readonly from: Key;
  readonly to: Key;
  readonly amountFen: number;
  readonly at: Instant;
  readonly serial?: number;
}

export const PAID: Moved = { reference: 'PAY-1', from: 'company', to: 'm1', amountFen: 166_000_000, at: plusMinutes(START, 1) };

export function ref(key: Key) {
  return refOf(bankOf[key], number[key]);
}

/** A booking as the bank of one of its ends reports it. */
export function booking(account: Key, { reference, from, to, amountFen, at, serial = 1 }: Moved) {
  const other = account === from ? to : from;
  const bank = bankOf[account];
  const counterparty = {
    accountRef: ref(other),
    bank: bankOf[other],
    number: sealedBy(bank, number[other]),
    holder: sealedBy(bank, `holder ${other}`),
  };
  return { reference, serial, direction: account === from ? 'out' : 'in', kind: 'transfer', amountFen, at, counterparty };
}

/** A desk half an hour into the story, and what its people and banks do. */
export interface Story {
  readonly desk: Desk;
  newCase(payments: readonly Moved[], stated?: object): Promise<string>;
  proposals(): Promise<readonly { readonly proposalId: string; readonly accountRef: string; readonly caseId: string }[]>;
  /** All open proposals, in one action. */
  confirmAll(): Promise<CommandAnswer>;
  /** The last order told to the account's bank. */
  orderTo(key: Key): Readonly<Record<string, unknown>>;
  applyStop(key: Key, movements: readonly Moved[], startsAt?: Instant): Promise<void>;
  refuseStop(key: Key, code: string): Promise<void>;
  /** What the account's bank tells later (100302). */
  reportMovements(key: Key, movements: readonly Moved[]): Promise<void>;
}

export async function openStory(): Promise<Story> {
  const desk = openDesk(START);
  await desk.advanceTo(plusMinutes(START, 30));
  const orderTo = (key: Key) => {
    const orders = desk.toldTo(bankOf[key], 'police.stop-ordered.v1');
    return orders.findLast(({ accountRef }) => accountRef === ref(key)) ?? {};
  };
  const proposals: Story['proposals'] = async () => {
    const page = await desk.ask('police.open-proposals.v1', {});
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- our own query's page
    return (page as { items: { row: Awaited<ReturnType<Story['proposals']>>[number] }[] }).items.map(({ row }) => row);
  };
  const answered = (key: Key) => ({ orderId: orderTo(key)['orderId'], accountRef: ref(key), bank: bankOf[key], answeredAt: desk.now() });
  return {
    desk,
    orderTo,
    proposals,
    async newCase(payments, stated) {
      const reporter = { name: '陈某', idNumber: '330723199001010025' };
      const { caseId } = outcomeOf(await desk.send('police.report-case.v1', { reporter }));
      outcomeOf(await desk.send('police.accept-case.v1', { caseId }));
      const entered = payments.map((payment) => entry(payment, stated));
      outcomeOf(await desk.send('police.enter-case.v1', { caseId, scamType: 'T17', payments: entered }));
      return String(caseId);
    },
    async confirmAll() {
      const open = (await proposals()).map(({ proposalId, accountRef }) => ({ proposalId, accountRef }));
      return desk.send('police.order-stops.v1', { proposals: open }, { second: SECOND });
    },
    applyStop(key, movements, startsAt = desk.now()) {
      const terms = { startsAt, lapsesAt: plusHours(startsAt, 48), code: '0000', balanceFen: 10, heldFen: 10 };
      const reported = movements.map((moved) => booking(key, moved));
      return desk.receive(bankOf[key], { type: 'bank.stop-applied.v1', ...answered(key), ...terms, movements: reported });
    },
    reportMovements(key, movements) {
      const account = { accountRef: ref(key), bank: bankOf[key] };
      const report = { ...account, because: 'detail', answers: idOf('d'), from: START, through: desk.now() };
      const reported = movements.map((moved) => booking(key, moved));
      return desk.receive(bankOf[key], { type: 'bank.movements-reported.v1', ...report, movements: reported });
    },
    refuseStop: (key, code) => desk.receive(bankOf[key], { type: 'bank.stop-refused.v1', ...answered(key), code }),
  };
}

/** The outcome of a command that went through; a refusal fails the test with its errors. */
export function outcomeOf(answer: CommandAnswer): Readonly<Record<string, unknown>> {
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.outcome;
}

function entry({ reference, from, to, amountFen, at }: Moved, stated: object | undefined) {
  const clear = (key: Key) => ({ bank: bankOf[key], number: number[key], holder: `holder ${key}`, kind: 'corporate' });
  return { reference, from: clear(from), to: clear(to), amountFen, paidAt: at, ...(stated && { stated }) };
}
