import { describe, expect, it } from '@jest/globals';
import { openStory, outcomeOf, PAID, ref, type Story } from './chase/story.testing.ts';
import { HEAD } from './desk.testing.ts';

const of = (unit: string) => ({ second: { ...HEAD, unit } });

describe('R-118, R-201: the level of an approving head is that of the unit in the register', () => {
  async function enteredCase(): Promise<{ readonly story: Story; readonly caseId: string }> {
    const story = await openStory();
    return { story, caseId: await story.newCase([PAID]) };
  }

  it.each([
    ['a township of the county', 'wuyi-hushan'],
    ['a unit that the register does not know', 'county-nowhere'],
    ['one that is named like a level', 'county'],
  ])('%s files nothing', async (_, unit) => {
    const { story, caseId } = await enteredCase();
    const answer = await story.desk.send('police.file-case.v1', { caseId }, of(unit));
    expect(answer).toMatchObject({ ok: false, errors: [{ code: 'APPROVAL_NEEDED', rule: 'R-118', details: { level: 'county' } }] });
  });

  it.each(['wuyi', 'city-centre', 'province'])('%s does', async (unit) => {
    const { story, caseId } = await enteredCase();
    outcomeOf(await story.desk.send('police.file-case.v1', { caseId }, of(unit)));
  });

  it('R-203: a year is for the city’s own organs, not for a county', async () => {
    const { story, caseId } = await enteredCase();
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    outcomeOf(await story.desk.send('police.file-case.v1', { caseId }, of('wuyi')));
    const freeze = { caseId, accounts: [{ accountRef: ref('m1') }], period: 'major' };
    const refused = await story.desk.send('police.order-freezes.v1', freeze, of('wuyi'));
    expect(refused).toMatchObject({ errors: [{ code: 'APPROVAL_NEEDED', rule: 'R-203', details: { level: 'city' } }] });
    outcomeOf(await story.desk.send('police.order-freezes.v1', freeze, of('city-centre')));
  });
});
