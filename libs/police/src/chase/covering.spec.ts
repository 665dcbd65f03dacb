import { beforeEach, describe, expect, it } from '@jest/globals';
import { idOf, plusHours, plusMinutes } from '@interlock/kernel';
import { HEAD, SECOND } from '../desk.testing.ts';
import { openStory, outcomeOf, PAID, ref, type Story } from './story.testing.ts';

let story: Story;
let caseId: string;

beforeEach(async () => {
  story = await openStory();
  caseId = await story.newCase([PAID]);
});

describe('R-118, R-119: filing, freezing and lapse', () => {
  const freeze = () => story.desk.send('police.order-freezes.v1', { caseId, accounts: [{ accountRef: ref('m1') }] }, { second: HEAD });

  it('nothing is frozen before filing, and the refusal is on record', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    expect(await freeze()).toMatchObject({ ok: false, errors: [{ code: 'NOT_FILED', rule: 'R-119', details: { accountRef: ref('m1') } }] });
    expect(story.desk.eventsOf('FreezeRefused')).toHaveLength(1);
  });

  it('after it the uncovered sum is, and counts as covered from the order on', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    outcomeOf(await story.desk.send('police.file-case.v1', { caseId }, { second: HEAD }));
    expect(await story.desk.ask('police.uncovered-sums.v1', {})).toMatchObject({
      sums: [{ caseId, accountRef: ref('m1'), bank: 'bank-industry', fen: PAID.amountFen, isFiled: true }],
    });
    const { accounts } = outcomeOf(await freeze());
    expect(accounts).toMatchObject([{ ok: true, sumFen: PAID.amountFen }]);
    expect(await story.desk.ask('police.uncovered-sums.v1', {})).toMatchObject({ sums: [] });
    expect(story.desk.toldTo('bank-industry', 'police.freeze-ordered.v1')).toMatchObject([{ sumFen: PAID.amountFen, months: 6 }]);
  });

  it('R-208: two officers who freeze the same sum at once freeze it once', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    outcomeOf(await story.desk.send('police.file-case.v1', { caseId }, { second: HEAD }));
    const answers = await Promise.all([freeze(), freeze()]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(story.desk.toldTo('bank-industry', 'police.freeze-ordered.v1')).toMatchObject([{ sumFen: PAID.amountFen }]);
  });

  it('R-112: the lapse names what no freeze covers', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    const lapsesAt = plusHours(story.desk.now(), 48);
    await story.desk.advanceTo(plusMinutes(lapsesAt, -1));
    expect(story.desk.toldTo('city', 'police.stop-lapsed.v1')).toEqual([]);
    expect(story.desk.toldTo('office', 'police.alarm-raised.v1').map(({ atHours }) => atHours)).toEqual([24, 36, 44, 47]);
    await story.desk.advanceTo(lapsesAt);
    expect(story.desk.toldTo('bank-industry', 'police.stop-lapsed.v1')).toMatchObject([
      { lapsedAt: lapsesAt, uncoveredFen: PAID.amountFen },
    ]);
    expect(await story.desk.ask('police.stop-orders.v1', { state: 'lapsed' })).toMatchObject({
      items: [{ row: { uncoveredFen: PAID.amountFen } }],
    });
  });

  it('R-212: a withdrawn case’s freezes are due to be lifted, and nobody but a person lifts them', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    await story.desk.send('police.file-case.v1', { caseId }, { second: HEAD });
    await freeze();
    await story.desk.send('police.withdraw-case.v1', { caseId, reason: 'no crime' });
    expect(await story.desk.ask('police.freezes.v1', { caseId })).toMatchObject({
      items: [{ row: { liftDueSince: story.desk.now(), state: 'awaiting' } }],
    });
    expect(story.desk.toldTo('bank-industry', 'police.freeze-lift-ordered.v1')).toEqual([]);
  });
});

describe('R-117: a renewal', () => {
  it('goes on where the first stop ends, so that nothing lapses between', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    const first = story.orderTo('m1')['orderId'];
    const end = plusHours(story.desk.now(), 48);
    await story.desk.advanceTo(plusHours(end, -2));
    outcomeOf(await story.desk.send('police.renew-stop.v1', { accountRef: ref('m1'), orderId: first }, { second: SECOND }));
    expect(story.orderTo('m1')).toMatchObject({ number: 2, continues: { orderId: first, until: end } });
    await story.applyStop('m1', [PAID], end);
    await story.desk.advanceTo(plusHours(end, 47));
    expect(story.desk.eventsOf('StopLapsed')).toEqual([]);
    expect(await story.desk.ask('police.stop-orders.v1', { state: 'standing' })).toMatchObject({
      items: [{ row: { lapsesAt: plusHours(end, 48) } }],
    });
    await story.desk.advanceTo(plusHours(end, 48));
    expect(story.desk.eventsOf('StopLapsed')).toHaveLength(1);
  });
});

describe('a repeated command', () => {
  it('gets its first answer, whatever happened since, and leaves nothing', async () => {
    const open = (await story.proposals()).map(({ proposalId, accountRef }) => ({ proposalId, accountRef }));
    const again = { second: SECOND, commandId: idOf('confirm') };
    const first = await story.desk.send('police.order-stops.v1', { proposals: open }, again);
    await story.applyStop('m1', [PAID]);
    await story.desk.advanceTo(plusHours(story.desk.now(), 60));
    const length = story.desk.log.length;
    const repeated = await story.desk.send('police.order-stops.v1', { proposals: open }, again);
    expect(story.desk.log).toHaveLength(length);
    expect(JSON.stringify(repeated.ok && repeated.outcome).replaceAll('"repeated":true', '"repeated":false')).toBe(
      JSON.stringify(first.ok && first.outcome),
    );
  });
});
