import { describe, expect, it } from '@jest/globals';
import { given } from '@interlock/kernel';
import { caseNumberDecider, seriesOf } from './case-number.decider.ts';

describe('case numbers', () => {
  it('count up in their series, so that two cases never share one', () => {
    const first = { type: 'NumberAssigned', number: 1, caseId: 'a', caseNo: '2021-JH-000001' } as const;
    const assign = { type: 'AssignNumber', series: '2021-JH', caseId: 'b', at: '2021-03-22T03:51:00.000Z' } as const;
    expect(given(caseNumberDecider).when({ ...assign, caseId: 'a' })).toEqual({ ok: true, events: [first] });
    expect(given(caseNumberDecider, first).when(assign)).toEqual({
      ok: true,
      events: [{ type: 'NumberAssigned', number: 2, caseId: 'b', caseNo: '2021-JH-000002' }],
    });
  });

  it('begin a new series with the city’s new year, not with UTC’s', () => {
    expect(seriesOf('2021-12-31T15:59:59.999Z')).toBe('2021-JH');
    expect(seriesOf('2021-12-31T16:00:00.000Z')).toBe('2022-JH');
  });
});
