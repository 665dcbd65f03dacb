import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { cityNode } from '@interlock/city';
import { type PersonActor, idOf, instant } from '@interlock/kernel';
import { type OneMember, startMember } from './one-member.suite.ts';

const START = instant('2021-03-22T04:00:00.000Z');
const CASE = idOf('case');
const OFFICER: PersonActor = { kind: 'person', member: 'police', person: 'p-1', role: 'officer', unit: 'county-wuyi' };
/** More than any one page of rows. */
const MANY = 450;

let city: OneMember;
beforeEach(async () => {
  city = await startMember({
    ...{ code: 'city', definition: cityNode, startsAt: START, ports: () => undefined },
    talkers: new Map([
      ['police', 'police'],
      ['bank-rural', 'bank'],
    ]),
  });
});
afterEach(async () => {
  await city.stop();
  expect(city.troubles).toEqual([]);
});

async function ordered(count: number, orderId: string): Promise<void> {
  const accountRef = city.references.account('bank-rural', String(count));
  const sealed = { sealed: 1, key: 'police/k', commandId: 'c', path: 'p', box: 'AAAA' };
  const stated = { number: sealed, holder: sealed, amountFen: 1_00, paidAt: START };
  await city.tell('police', {
    type: 'police.stop-ordered.v1',
    ...{ orderId, applicationId: '1'.repeat(36), caseId: CASE, caseNo: '2021-1', accountRef, bank: 'bank-rural', number: 1, stated },
    ...{ namedFen: 1_00, firstInflowAt: START, orderedAt: START, urgency: 'urgent' },
  });
}

async function applied(count: number, orderId: string, lapsesAt: string): Promise<void> {
  const accountRef = city.references.account('bank-rural', String(count));
  const sums = { balanceFen: 1_00, heldFen: 1_00, movements: [] };
  const of = { orderId, accountRef, bank: 'bank-rural', code: '0000', answeredAt: START, startsAt: START, lapsesAt };
  await city.tell('bank-rural', { type: 'bank.stop-applied.v1', ...of, ...sums });
}

it('R-121: the clock of a case with hundreds of orders is that of the stop that ends first, whatever its place among them', async () => {
  await city.tell('police', {
    type: 'police.case-reported.v1',
    ...{ caseId: CASE, caseNo: '2021-1', by: 'victim', unit: 'county-wuyi', reportedAt: START, missing: [] },
  });
  const orders = Array.from({ length: MANY }, (_, count) => idOf('order', count)).sort();
  for (const [count, orderId] of orders.entries()) await ordered(count, orderId);
  const ask = () => city.ask('city.case.v1', { caseId: CASE }, OFFICER);
  expect(await ask()).not.toHaveProperty('case.firstStopEndsAt');
  // The last of all by its key stands, every other is over or awaits its answer.
  await applied(MANY - 1, orders[MANY - 1] ?? '', '2021-03-24T04:00:00.000Z');
  expect(await ask()).toHaveProperty('case.firstStopEndsAt', '2021-03-24T04:00:00.000Z');
  // All but the first stand longer.
  for (const [count, orderId] of orders.entries())
    if (count > 0 && count < MANY - 1) await applied(count, orderId, '2021-03-24T05:00:00.000Z');
  expect(await ask()).toHaveProperty('case.firstStopEndsAt', '2021-03-24T04:00:00.000Z');
  await city.goTo(instant('2021-03-24T04:00:00.000Z'));
  expect(await ask()).toHaveProperty('case.firstStopEndsAt', '2021-03-24T05:00:00.000Z');
  await city.goTo(instant('2021-03-24T05:00:00.000Z'));
  expect(await ask()).not.toHaveProperty('case.firstStopEndsAt');
}, 60_000);
