import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Instant, given, plusHours, plusMinutes } from '@interlock/kernel';
import { type Moved, openStory, outcomeOf, PAID, ref, START, type Story } from '../chase/story.testing.ts';
import { SECOND } from '../desk.testing.ts';
import { stopPaymentDecider } from './stop-payment.decider.ts';
import { type ReleaseProposed } from './stop-payment.events.ts';
import { account, applied, NOON, ordered } from './stops.testing.ts';

/** m1 sends all it has to m2, as its bank first says; a late report says that all of it went to m3 before. */
const TO_M2: Moved = { reference: 'X-1', from: 'm1', to: 'm2', amountFen: PAID.amountFen, at: plusMinutes(START, 9), serial: 3 };
const TO_M3: Moved = { ...TO_M2, reference: 'X-0', to: 'm3', at: plusMinutes(START, 3), serial: 2 };
/** And a last one, that m1 was paid as much again in between. */
const AGAIN: Moved = { ...PAID, reference: 'PAY-2', at: plusMinutes(START, 5) };

let story: Story;
let caseId: string;
beforeEach(async () => {
  story = await openStory();
  caseId = await story.newCase([PAID]);
  await story.confirmAll();
  await story.applyStop('m1', [PAID, TO_M2]);
  await story.confirmAll();
});

async function open(): Promise<unknown> {
  return story.desk.ask('police.release-proposals.v1', { accountRef: ref('m2') });
}
const orderOnM2 = () => story.orderTo('m2')['orderId'];

describe('R-117: a recount that leaves nothing traced under a stop', () => {
  it('proposes its release; the machine releases nothing, an officer does', async () => {
    await story.applyStop('m2', [TO_M2]);
    expect(await open()).toMatchObject({ items: [] });
    await story.reportMovements('m1', [TO_M3]);
    expect(await open()).toMatchObject({
      items: [{ row: { orderId: orderOnM2(), caseId, bank: 'bank-agriculture', because: 'nothing-traced', proposedAt: story.desk.now() } }],
    });
    expect(story.desk.toldTo('city', 'police.release-proposed.v1')).toMatchObject([{ orderId: orderOnM2(), accountRef: ref('m2') }]);
    // The bank learns of it when it is ordered.
    expect(story.desk.told.filter(({ to, type }) => to !== 'city' && type.startsWith('police.release-'))).toEqual([]);
    expect(story.desk.eventsOf('ReleaseOrdered')).toEqual([]);
    outcomeOf(await story.desk.send('police.release-stop.v1', { accountRef: ref('m2'), orderId: orderOnM2(), reason: 'nothing there' }));
    const [proposal] = story.desk.eventsOf('ReleaseProposed');
    expect(story.desk.eventsOf('ReleaseOrdered')).toMatchObject([{ data: { proposalId: proposal?.data['proposalId'] } }]);
    expect(await open()).toMatchObject({ items: [] });
  });

  it('proposes it when the bank answers, where the order was on its way', async () => {
    await story.reportMovements('m1', [TO_M3]);
    expect(await open()).toMatchObject({ items: [] });
    await story.applyStop('m2', [TO_M2]);
    expect(await open()).toMatchObject({ items: [{ row: { orderId: orderOnM2() } }] });
    expect(story.desk.eventsOf('ReleaseProposed')).toHaveLength(1);
  });

  it('is off when traced money is found there after all', async () => {
    await story.applyStop('m2', [TO_M2]);
    await story.reportMovements('m1', [TO_M3]);
    await story.newCase([AGAIN]);
    expect(await open()).toMatchObject({ items: [] });
    expect(story.desk.toldTo('city', 'police.release-proposal-withdrawn.v1')).toMatchObject([{ why: 'traced-again' }]);
    expect(story.desk.eventsOf('ReleaseProposalWithdrawn')).toMatchObject([{ data: { why: 'traced-again', accountRef: ref('m2') } }]);
  });

  it('is declined by an officer, and stays so', async () => {
    await story.applyStop('m2', [TO_M2]);
    await story.reportMovements('m1', [TO_M3]);
    const [proposal] = story.desk.eventsOf('ReleaseProposed');
    const decline = { accountRef: ref('m2'), proposalId: proposal?.data['proposalId'] };
    outcomeOf(await story.desk.send('police.withdraw-proposal.v1', decline));
    expect(await open()).toMatchObject({ items: [] });
    expect(await story.desk.send('police.withdraw-proposal.v1', decline)).toMatchObject({ errors: [{ code: 'NO_SUCH_PROPOSAL' }] });
  });

  it('goes with the stop: over when it lapses, over to the next one when it is renewed', async () => {
    await story.applyStop('m2', [TO_M2]);
    const first = orderOnM2();
    const startsAt = story.desk.now();
    await story.desk.advanceTo(plusHours(startsAt, 40));
    await story.desk.send('police.renew-stop.v1', { accountRef: ref('m2'), orderId: first }, { second: SECOND });
    await story.applyStop('m2', [TO_M2], plusHours(startsAt, 48));
    await story.reportMovements('m1', [TO_M3]);
    expect(await open()).toMatchObject({ items: [{ row: { orderId: first } }] });
    await story.desk.advanceTo(plusHours(startsAt, 48));
    expect(await open()).toMatchObject({ items: [{ row: { orderId: orderOnM2() } }] });
    await story.desk.advanceTo(plusHours(startsAt, 96));
    expect(await open()).toMatchObject({ items: [] });
  });
});

describe('R-117: one open proposal of a stop that stands', () => {
  const at: Instant = plusHours(NOON, 1);
  const propose = { type: 'ProposeRelease', ...account, proposalId: 'r', at } as const;
  const standing = [ordered('o'), applied('o')];
  const proposed: ReleaseProposed = {
    ...{ type: 'ReleaseProposed', ...account, proposalId: 'r', orderId: 'o', caseId: 'case-a', because: 'nothing-traced', proposedAt: at },
  };

  it('is made once, and only of one', () => {
    expect(given(stopPaymentDecider, ...standing).when(propose)).toEqual({ ok: true, events: [proposed] });
    expect(given(stopPaymentDecider, ...standing, proposed).when({ ...propose, proposalId: 's' })).toEqual({ ok: true, events: [] });
    expect(given(stopPaymentDecider, ordered('o')).when(propose)).toEqual({ ok: true, events: [] });
    const late = { ...propose, at: plusHours(NOON, 48) };
    expect(given(stopPaymentDecider, ...standing).when(late)).toMatchObject({ ok: true, events: [{ type: 'StopLapsed' }] });
  });

  it('an officer’s own proposal of a stop, refused, leaves it as it is', () => {
    const stop = { type: 'ProposeStop', ...account, proposalId: 'p', caseId: 'case-a', at } as const;
    const history = given(stopPaymentDecider, ...standing, proposed);
    const refused = { ok: false, rejection: { type: 'AlreadyStopped', orderId: 'o', lapsesAt: plusHours(NOON, 48) } };
    expect(history.when({ ...stop, because: 'officer' })).toEqual(refused);
    expect(history.when({ ...stop, because: 'movement' })).toMatchObject({ ...refused, events: [{ why: 'traced-again' }] });
  });
});
