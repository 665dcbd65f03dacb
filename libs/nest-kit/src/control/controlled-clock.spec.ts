import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { keepCityTime, makeControlledClock } from './controlled-clock.ts';

const NOON = instant('2021-03-22T12:00:00+08:00');
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-clock-'));
  file = join(folder, 'clock.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the clock of a played city’s process', () => {
  it('stands before every story until it is moved, and wall and monotonic move together', () => {
    const clock = makeControlledClock({ file });
    expect(clock.now()).toBe('2020-01-01T00:00:00.000Z');
    const before = clock.monotonicMs();
    clock.advanceTo(NOON);
    expect(clock.now()).toBe(NOON);
    expect(clock.monotonicMs() - before).toBe(Date.parse(NOON) - Date.parse('2020-01-01T00:00:00.000Z'));
  });

  it('of a process that was killed comes back at the story’s time: it was on the disk before anybody was told', () => {
    makeControlledClock({ file }).advanceTo(NOON);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ at: NOON });
    const again = makeControlledClock({ file });
    expect(again.now()).toBe(NOON);
    again.advanceTo(NOON); // the player repeats what it had no answer to
    expect(again.now()).toBe(NOON);
  });

  it('never goes back, not after a restart either', () => {
    makeControlledClock({ file }).advanceTo(NOON);
    const again = makeControlledClock({ file });
    expect(() => again.advanceTo(instant('2021-03-22T11:59:59+08:00'))).toThrow(RangeError);
    expect(again.now()).toBe(NOON);
  });

  it('of a process that was down while the story went on comes back at the story’s time', () => {
    const cityFile = join(folder, 'city-clock.json');
    makeControlledClock({ file, cityFile }).advanceTo(NOON);
    keepCityTime(cityFile, instant('2021-03-22T12:30:00+08:00'));
    expect(makeControlledClock({ file, cityFile }).now()).toBe(instant('2021-03-22T12:30:00+08:00'));
    // It was told before the city as a whole was.
    makeControlledClock({ file }).advanceTo(instant('2021-03-22T12:31:00+08:00'));
    expect(makeControlledClock({ file, cityFile }).now()).toBe(instant('2021-03-22T12:31:00+08:00'));
  });

  it('can be wrong by minutes, and moves on as wrong as it is', () => {
    const clock = makeControlledClock({ file, skewMs: -600_000 });
    clock.advanceTo(NOON);
    expect(clock.now()).toBe(instant('2021-03-22T11:50:00+08:00'));
    const before = clock.monotonicMs();
    clock.advanceTo(instant('2021-03-22T12:01:00+08:00'));
    expect([clock.now(), clock.monotonicMs() - before]).toEqual([instant('2021-03-22T11:51:00+08:00'), 60_000]);
    expect(makeControlledClock({ file }).now()).toBe(instant('2021-03-22T12:01:00+08:00'));
  });

  it('whose file is damaged does not start anew at the beginning', () => {
    writeFileSync(file, '{"at":"noon"}\n');
    expect(() => makeControlledClock({ file })).toThrow('played anew');
  });
});
