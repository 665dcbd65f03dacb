import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decimal, fenOf, shareOf } from './decimals.ts';
import { linesOf } from './lines.ts';
import { loadScenario } from './load.ts';
import { passesIdCheck, passesLuhn, withIdCheck, withLuhnDigit } from './numbers.ts';
import { SCENARIO_SCHEMA } from './schema.ts';
import { durationMs, startOf, stepTime } from './times.ts';

describe('the parts of a scenario file', () => {
  it('decimals are exact', () => {
    expect(fenOf(decimal('120.50') ?? { digits: 0n, scale: 0 })).toBe(12_050n);
    expect(fenOf(decimal('1.66e6') ?? { digits: 0n, scale: 0 })).toBe(166_000_000n);
    expect(fenOf(decimal('0.001') ?? { digits: 0n, scale: 0 })).toBeUndefined();
    expect(decimal('.')).toBeUndefined();
    expect(decimal('1e999')).toBeUndefined();
    expect(shareOf(100, 1n, 3n)).toBe(33);
  });

  it('durations are read from days to seconds', () => {
    expect(durationMs('1d2h3m4s')).toBe(93_784_000);
    expect(durationMs('')).toBeUndefined();
    expect(durationMs('3m2h')).toBeUndefined();
  });

  it('times follow the offset of the start', () => {
    const start = startOf('2021-03-22T23:30:00-05:00');
    expect(start?.startsAt).toBe('2021-03-23T04:30:00.000Z');
    expect(stepTime('23:45', start?.startsAt ?? '2021-03-22T00:00:00.000Z', start?.offset ?? '')).toBe('2021-03-23T04:45:00.000Z');
    expect(startOf('2021-02-30T10:00:00+08:00')).toBeUndefined();
  });

  it('numbers are checked by Luhn and GB 11643', () => {
    expect(passesLuhn('62220200000000018')).toBe(true);
    expect(passesLuhn(withLuhnDigit('6222020000000777'))).toBe(true);
    expect(passesIdCheck('330723199001010025')).toBe(true);
    expect(passesIdCheck('330723199002300025')).toBe(false);
    expect(passesIdCheck(withIdCheck('33070219880808123'))).toBe(true);
  });

  it('the published schema is the one that files are checked against', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('../../../../scenarios/scenario.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(SCENARIO_SCHEMA)));
  });

  it('lines are the fraudsters’ numbers and the people’s phones, by operator', () => {
    const text = `interlock: scenario/1
name: lines
title: { zh: 线路, en: Lines }
startsAt: "2021-03-22T11:50:00+08:00"
people:
  a: { name: 甲, idNumber: "330723199001010025", phone: "13300000001" }
  b: { name: 乙, idNumber: "330723199001010025", phone: "+86 186-0000-0002", answers: busy }
  c: { name: 丙, idNumber: "330723199001010025", phone: "13300000003", operator: operator-mobile }
  d: { name: 丁, idNumber: "330723199001010025" }
lines:
  f: { number: "17000000001", operator: operator-fixed }
  a: { number: "17000000002", operator: operator-fixed }
steps: []
`;
    const members = { banks: [], operators: ['operator-fixed', 'operator-mobile'] };
    const clash = loadScenario(text, 'lines.yaml', members);
    expect(clash.ok ? [] : clash.mistakes.map(({ code, path }) => [code, path])).toEqual([['DUPLICATE_NAME', 'lines.a']]);
    const loaded = loadScenario(text.replace(/ {2}a: \{ number.*\n/, ''), 'lines.yaml', members);
    expect(loaded.ok && linesOf(loaded.scenario)).toEqual([
      { key: 'f', number: '17000000001', operator: 'operator-fixed' },
      { key: 'a', number: '13300000001', operator: 'operator-fixed' },
      { key: 'b', number: '+86 186-0000-0002', operator: 'operator-united', answers: 'busy' },
      { key: 'c', number: '13300000003', operator: 'operator-mobile' },
    ]);
  });
});
