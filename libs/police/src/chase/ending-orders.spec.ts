import { beforeEach, describe, expect, it } from '@jest/globals';
import { plusMinutes } from '@interlock/kernel';
import { SECOND } from '../desk.testing.ts';
import { type Moved, openStory, outcomeOf, PAID, ref, START, type Story } from './story.testing.ts';

const RECORDS = 'police_record_when_bank_answered';
/** m1 sends to m2, first this, then more. */
const FIRST: Moved = { reference: 'X-1', from: 'm1', to: 'm2', amountFen: 700, at: plusMinutes(START, 4), serial: 2 };
const MORE: Moved = { reference: 'X-2', from: 'm1', to: 'm2', amountFen: 900, at: plusMinutes(START, 5), serial: 3 };

let story: Story;
let caseId: string;
beforeEach(async () => {
  story = await openStory();
  caseId = await story.newCase([PAID]);
  await story.confirmAll();
  await story.applyStop('m1', [PAID, FIRST]);
  // An order on m2 awaits its bank.
  await story.confirmAll();
});

const open = async () => (await story.proposals()).filter(({ accountRef }) => accountRef === ref('m2'));

describe('R-124: money that arrives when the bank’s refusal was heard and is not recorded yet', () => {
  it('is proposed once the refusal is recorded', async () => {
    story.desk.keepBehind(RECORDS);
    await story.refuseStop('m2', '0302');
    await story.reportMovements('m1', [MORE]);
    expect(await open()).toEqual([]);
    story.desk.keepBehind(undefined);
    expect(await open()).toMatchObject([{ accountRef: ref('m2'), caseId, because: 'movement' }]);
    outcomeOf(await story.confirmAll());
    expect(story.orderTo('m2')).toMatchObject({ namedFen: 1_600 });
  });

  it('is not proposed when it has gone again meanwhile', async () => {
    story.desk.keepBehind(RECORDS);
    await story.refuseStop('m2', '0302');
    await story.reportMovements('m1', [MORE]);
    await story.reportMovements('m2', [{ reference: 'X-3', from: 'm2', to: 'm3', amountFen: 1_600, at: plusMinutes(START, 6) }]);
    story.desk.keepBehind(undefined);
    expect(await open()).toEqual([]);
  });

  it('is not proposed for a case that is none any more', async () => {
    story.desk.keepBehind(RECORDS);
    await story.refuseStop('m2', '0302');
    await story.reportMovements('m1', [MORE]);
    outcomeOf(await story.desk.send('police.withdraw-case.v1', { caseId, reason: 'no crime' }));
    story.desk.keepBehind(undefined);
    expect(await open()).toEqual([]);
  });

  it('is no news where the order awaited its answer when it arrived: the answer decides', async () => {
    await story.reportMovements('m1', [MORE]);
    await story.refuseStop('m2', '0302');
    expect(await open()).toEqual([]);
  });

  it('R-117: and so for a release', async () => {
    await story.applyStop('m2', [FIRST]);
    const { orderId } = story.orderTo('m2');
    const account = { accountRef: ref('m2'), orderId };
    outcomeOf(await story.desk.send('police.release-stop.v1', { ...account, reason: 'asked for' }));
    story.desk.keepBehind(RECORDS);
    const releasedAt = story.desk.now();
    await story.desk.receive('bank-agriculture', {
      ...{ type: 'bank.stop-released.v1', ...account, bank: 'bank-agriculture', code: '0000', releasedAt },
    });
    await story.reportMovements('m1', [MORE]);
    expect(await open()).toEqual([]);
    story.desk.keepBehind(undefined);
    expect(await open()).toMatchObject([{ because: 'movement' }]);
  });
});

describe('R-110: a proposal that meets a corrected order, refused again, when it is confirmed', () => {
  it('is off, and made again once the refusal is recorded', async () => {
    story = await openStory();
    caseId = await story.newCase([PAID], { holder: '章某' });
    await story.confirmAll();
    await story.refuseStop('m1', '0301');
    outcomeOf(await story.desk.send('police.propose-stops.v1', { caseId, accounts: [ref('m1')] }));
    const corrected = { accountRef: ref('m1'), orderId: story.orderTo('m1')['orderId'] };
    outcomeOf(await story.desk.send('police.correct-stop.v1', corrected, { second: SECOND }));
    story.desk.keepBehind(RECORDS);
    await story.refuseStop('m1', '0301');
    expect(await story.confirmAll()).toMatchObject({ ok: false, errors: [{ code: 'ALREADY_ORDERED' }] });
    story.desk.keepBehind(undefined);
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m1'), caseId }]);
  });
});

describe('R-130: an order that the bank could not carry out', () => {
  it('is put to an officer once more, as long as the money is there', async () => {
    await story.refuseStop('m2', '1100');
    expect(await open()).toMatchObject([{ accountRef: ref('m2'), caseId, because: 'not-carried-out' }]);
    await story.confirmAll();
    await story.reportMovements('m2', [{ reference: 'X-3', from: 'm2', to: 'm3', amountFen: 700, at: plusMinutes(START, 6) }]);
    await story.refuseStop('m2', '1100');
    expect(await open()).toEqual([]);
  });

  it.each(['0302', '1304'])('but not one that it refuses: %s', async (code) => {
    await story.refuseStop('m2', code);
    expect(await open()).toEqual([]);
  });
});
