import { describe, expect, it } from '@jest/globals';
import { type Instant, given, plusMs } from '@interlock/kernel';
import { outcomeOf, START } from '../chase/story.testing.ts';
import { openDesk } from '../desk.testing.ts';
import { type LineRequestCommand, lineRequestDecider } from './line-request.decider.ts';

const line = { numberRef: 'n1.aaaaaaaaaaaaaaaaaaaaaaaaaa', operator: 'operator-mobile', requestId: 'r' } as const;
const ask = { type: 'AskLineStop', ...line, kind: 'suspend', legalBasis: 'fraud-law-31', grade: 'high', at: START } as const;

describe('R-605: an operator is asked to shut a line', () => {
  it('once of a kind until it answers, and the answer is taken once', () => {
    const asked = given(lineRequestDecider).when(ask);
    const history = asked.events ?? [];
    expect(given(lineRequestDecider, ...history).when({ ...ask, requestId: 's' })).toMatchObject({ rejection: { type: 'AlreadyAsked' } });
    expect(given(lineRequestDecider, ...history).when({ ...ask, requestId: 's', kind: 'restrict-outgoing' }).ok).toBe(true);
    const done: LineRequestCommand = { type: 'RecordLineDone', ...line, measureId: 'm', doneAt: START, at: START };
    const answered = given(lineRequestDecider, ...history).when(done);
    expect(answered).toMatchObject({ events: [{ type: 'LineStopDone' }] });
    const after = given(lineRequestDecider, ...history, ...(answered.events ?? []));
    expect(after.when(done)).toEqual({ ok: true, events: [] });
    expect(after.when({ ...ask, requestId: 's' }).ok).toBe(true);
    expect(given(lineRequestDecider).when(done)).toEqual({ ok: false, rejection: { type: 'NoSuchRequest' } });
  });

  it.each([
    [undefined, 'EndNeeded'],
    [plusMs(START, -1), 'EndPassed'],
    [START, 'EndPassed'],
    [plusMs(START, 1), undefined],
  ] as const)('a protective hold ends at %p: %p', (until: Instant | undefined, problem) => {
    const answer = given(lineRequestDecider).when({ ...ask, kind: 'protective-hold', ...(until !== undefined && { until }) });
    expect(answer.ok ? undefined : answer.rejection.type).toBe(problem);
  });

  it('through the desk: to an operator of the register only, and back', async () => {
    const desk = openDesk(START);
    const body = { operator: 'operator-mobile', number: '139 0000 0001', kind: 'suspend', legalBasis: 'fraud-law-31', grade: 'high' };
    expect(await desk.send('police.ask-line-stop.v1', { ...body, operator: 'bank-city' })).toMatchObject({
      errors: [{ code: 'UNKNOWN_MEMBER' }],
    });
    const { requestId, numberRef } = outcomeOf(await desk.send('police.ask-line-stop.v1', body));
    expect(desk.toldTo('operator-mobile', 'police.line-stop-asked.v1')).toMatchObject([{ requestId, numberRef, askedAt: START }]);
    const refused = {
      type: 'telecom.line-request-refused.v1',
      requestId,
      numberRef,
      operator: 'operator-mobile',
      reason: 'unknown-number',
    };
    await desk.receive('operator-mobile', { ...refused, refusedAt: START });
    expect(await desk.ask('police.line-requests.v1', { state: 'refused' })).toMatchObject({
      items: [{ row: { requestId, reason: 'unknown-number' } }],
    });
  });
});
