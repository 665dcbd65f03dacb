import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PersonActor, idOf, instant } from '@interlock/kernel';
import { policeNode } from '@interlock/police';
import { type OneMember, startMember } from './one-member.suite.ts';

const NOON = instant('2021-03-22T04:00:00.000Z');
const OFFICER: PersonActor = { kind: 'person', member: 'police', person: 'p-1', role: 'officer', unit: 'county-wuyi' };
const OTHER: PersonActor = { ...OFFICER, person: 'p-2' };
const payment = (reference: string) => ({
  reference,
  from: { bank: 'bank-rural', number: '6222021208000881043', holder: '张某' },
  to: { bank: 'bank-rural', number: '6217001560000441044', holder: '李某' },
  amountFen: 100_00,
  paidAt: '2021-03-22T03:50:00.000Z',
});

let police: OneMember;
beforeEach(async () => {
  police = await startMember({
    ...{ code: 'police', definition: policeNode, startsAt: NOON, ports: () => undefined },
    talkers: new Map([
      ['city', 'city'],
      ['office', 'office'],
      ['bank-rural', 'bank'],
    ]),
  });
});
afterEach(async () => {
  await police.stop();
  expect(police.troubles).toEqual([]);
});

async function accepted(name: string, payments: readonly unknown[] = []): Promise<string> {
  const commandId = idOf(name, 'report');
  const caseId = idOf('case', commandId);
  const reported = await police.command('police.report-case.v1', { payments, scamType: 'T01' }, commandId, OFFICER);
  expect(reported).toMatchObject({ ok: true, outcome: { caseId } });
  expect(await police.command('police.accept-case.v1', { caseId }, idOf(name, 'accept'), OFFICER)).toMatchObject({ ok: true });
  return caseId;
}

const enter = (caseId: string, references: readonly string[] | undefined, by = OFFICER, commandId?: string) =>
  police.command(
    'police.enter-case.v1',
    { caseId, scamType: 'T01', ...(references && { payments: references.map(payment) }) },
    commandId,
    by,
  );

const entered = async () => (await police.heard('city')).filter(({ type }) => type === 'police.case-entered.v1');
const REFUSED = { ok: false, errors: [{ code: 'PAYMENT_ALREADY_ENTERED', path: 'payments.0.reference' }] };

describe('R-103: a payment belongs to one case', () => {
  it('also where two officers enter it at once, in two cases', async () => {
    const [a, b] = [await accepted('a'), await accepted('b')];
    const answers = await Promise.all([enter(a, ['PAY-1']), enter(b, ['PAY-1'], OTHER)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject(REFUSED);
    expect(await entered()).toHaveLength(1);
  });

  it('also where both are entered as reported', async () => {
    const [a, b] = [
      await accepted('a', [{ ...payment('PAY-1'), voucher: true }]),
      await accepted('b', [{ ...payment('PAY-1'), voucher: true }]),
    ];
    expect(await enter(a, undefined)).toMatchObject({ ok: true });
    expect(await enter(b, undefined, OTHER)).toMatchObject(REFUSED);
    expect(await entered()).toHaveLength(1);
  });

  it('the case that has it may be entered again after another payment was refused; the same command gets its first answer', async () => {
    const [a, b] = [await accepted('a'), await accepted('b')];
    expect(await enter(a, ['PAY-2'])).toMatchObject({ ok: true });
    expect(await enter(b, ['PAY-1', 'PAY-2'])).toMatchObject({ ok: false, errors: [{ path: 'payments.1.reference' }] });
    const id = idOf('enter b');
    const first = await enter(b, ['PAY-1'], OFFICER, id);
    expect(first).toMatchObject({ ok: true });
    expect(await enter(b, ['PAY-1'], OFFICER, id)).toEqual({ ...first, repeated: true });
  });

  it('one that the case refuses claims nothing', async () => {
    const [a, b] = [await accepted('a'), await accepted('b')];
    expect(await enter(a, ['PAY-1'])).toMatchObject({ ok: true });
    expect(await enter(a, ['PAY-2'])).toMatchObject({ ok: false, errors: [{ code: 'ALREADY_ENTERED' }] });
    expect(await enter(b, ['PAY-2'])).toMatchObject({ ok: true });
  });
});
