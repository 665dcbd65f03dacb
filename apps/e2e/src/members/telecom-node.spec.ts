import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NumberRef, idOf, instant } from '@interlock/kernel';
import { type World, createWorld } from '@interlock/simulator';
import { telecomNode } from '@interlock/telecom';
import { misfits } from './facts-fit.suite.ts';
import { type OneMember, startMember } from './one-member.suite.ts';

const NOON = instant('2021-06-10T12:00:00.000Z');
const NEXT_NOON = instant('2021-06-11T12:00:00.000Z');
const PHONE = '13900000001';
const TERMS = {
  legalBasis: 'afl-11',
  grade: 'high',
  reason: 'fraud-suspect',
  remedy: { channel: 'shop', papers: ['id-card'] },
} as const;

let operator: OneMember;
let world: World;
let line: NumberRef;

beforeEach(async () => {
  operator = await startMember({
    code: 'operator-mobile',
    definition: telecomNode,
    startsAt: NOON,
    ports: (given) => {
      world = createWorld({ ...given, seed: 'telecom-node' });
      return { network: world.operator('operator-mobile') };
    },
  });
  world.openLine({ key: 'chen', operator: 'operator-mobile', number: PHONE });
  line = operator.references.number(PHONE);
});
afterEach(async () => {
  for (const listener of ['police', 'office', 'city'] as const) expect(misfits(await operator.heard(listener))).toEqual([]);
  await operator.stop();
  expect(operator.troubles).toEqual([]);
});

async function kinds(): Promise<unknown> {
  return (await operator.heard('police')).map(({ type, ...fact }) => [type, fact['reason'] ?? fact['how'] ?? fact['ground']]);
}

describe('R-605, R-606: a line is shut and restored, and police, office and city hear of both', () => {
  it('by its number, which goes no further', async () => {
    const stopped = await operator.command(
      'telecom.stop-line.v1',
      { line: { number: '139 0000 0001' }, kind: 'suspend', ...TERMS },
      idOf('m'),
    );
    expect(stopped).toMatchObject({ ok: true, outcome: { measureId: idOf('m'), numberRef: line } });
    expect(await operator.heard('office')).toMatchObject([
      { type: 'telecom.line-suspended.v1', grade: 'high', suspendedAt: NOON, remedy: TERMS.remedy },
    ]);
    await operator.command('telecom.ask-restoration.v1', { line: { numberRef: line }, measureId: idOf('m'), reason: 'verified' });
    expect(await operator.ask('telecom.open-tasks.v1')).toMatchObject({ items: [{ row: { kind: 'restoration', dueAt: NEXT_NOON } }] });
    await operator.goTo(NEXT_NOON);
    expect(await operator.ask('telecom.line-measures.v1')).toMatchObject({
      items: [{ row: { isRestorationLate: true, state: 'standing' } }],
    });
    await operator.command('telecom.restore-line.v1', { line: { numberRef: line }, measureId: idOf('m'), reason: 'verified' });
    const heard = await operator.heard('city');
    expect(heard.at(-1)).toMatchObject({ type: 'telecom.line-restored.v1', lineOpen: true, restoredAt: NEXT_NOON });
    expect(JSON.stringify(heard)).not.toContain(PHONE);
  });

  it('on the police’s word, by a person of the operator; a stranger’s number is told back', async () => {
    const ask = (name: string, numberRef: NumberRef) => ({
      type: 'police.line-stop-asked.v1',
      ...{ requestId: idOf(name), numberRef, kind: 'suspend', legalBasis: 'afl-34', grade: 'high', askedAt: NOON },
    });
    const stranger = operator.references.number('13900000002');
    await operator.tell('police', ask('one', line));
    await operator.tell('police', ask('two', stranger));
    expect(await operator.heard('police')).toEqual([]);
    const answer = { do: true, reason: 'police-request', remedy: TERMS.remedy };
    await operator.command('telecom.answer-line-request.v1', { numberRef: line, requestId: idOf('one'), ...answer });
    await operator.command('telecom.answer-line-request.v1', { numberRef: stranger, requestId: idOf('two'), ...answer });
    expect(await operator.heard('police')).toMatchObject([
      { type: 'telecom.line-suspended.v1', requestId: idOf('one'), because: 'police', requester: 'police' },
      { type: 'telecom.line-request-refused.v1', requestId: idOf('two'), reason: 'unknown-line' },
    ]);
    expect(await operator.ask('telecom.open-tasks.v1')).toMatchObject({ items: [] });
  });

  it('a victim’s protective hold ends by itself', async () => {
    const body = { line: { numberRef: line }, kind: 'protective-hold', until: '2021-06-10T13:00:00.000Z', ...TERMS };
    await operator.command('telecom.stop-line.v1', body);
    await operator.goTo(NEXT_NOON);
    expect(await kinds()).toEqual([
      ['telecom.line-suspended.v1', 'fraud-suspect'],
      ['telecom.line-restored.v1', 'hold-ended'],
    ]);
  });
});

describe('R-601: re-verification within 24 hours', () => {
  it('not done, the line is suspended; done later, the clock of restoration runs', async () => {
    const { reason: _, ...terms } = TERMS;
    await operator.command('telecom.ask-reverification.v1', { line: { numberRef: line }, ground: 'involved', ...terms }, idOf('ask'));
    await operator.goTo(NEXT_NOON);
    expect(await kinds()).toEqual([
      ['telecom.reverification-asked.v1', 'involved'],
      ['telecom.reverification-failed.v1', 'not-done'],
      ['telecom.line-suspended.v1', 'reverification-not-done'],
    ]);
    const record = { line: { numberRef: line }, askId: idOf('ask'), passed: true, how: 'shop', noticeGiven: true };
    expect(await operator.command('telecom.record-reverification.v1', record)).toMatchObject({
      ok: true,
      outcome: { state: 'passed', restorationDueAt: '2021-06-12T12:00:00.000Z' },
    });
    expect(await operator.command('telecom.record-reverification.v1', record)).toMatchObject({
      errors: [{ code: 'REVERIFICATION_DECIDED', rule: 'R-601' }],
    });
  });
});

describe('R-504: a warning asked by the office is delivered and answered', () => {
  it.each(['answered', 'no-answer', 'busy'] as const)('%s', async (result) => {
    world.willAnswer('chen', result);
    await operator.tell('office', {
      type: 'office.warning-call-asked.v1',
      ...{
        warningId: idOf('w'),
        askId: idOf('ask'),
        channel: 'ai-call',
        numberRef: line,
        level: 'high',
        scamType: 'T01',
        script: 's-1',
        askedAt: NOON,
      },
    });
    const expected = { type: 'telecom.warning-delivered.v1', warningId: idOf('w'), channel: 'ai-call', at: NOON, result };
    expect(await operator.heard('office')).toMatchObject([expected]);
    expect(await operator.heard('city')).toMatchObject([expected]);
    expect(await operator.heard('police')).toEqual([]);
  });
});
