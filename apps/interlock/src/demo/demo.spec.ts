import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { createVirtualClock, createWorld, linesOf, openWorldFile } from '@interlock/simulator';
import { openDataFolder, ROOT } from '@interlock/hosting';
import { readScenario } from '../play/read-scenario.ts';
import { dayOf, nextDayBegins, storyOfDay } from './day-story.ts';
import { openDemoMemory } from './demo-memory.ts';
import { openOutside } from './outside-world.ts';

describe('the demo’s day', () => {
  const story = readScenario(join(ROOT, 'scenarios', 'city-day.yaml'));
  const evening = instant('2026-11-22T20:43:00.000Z'); // 04:43 of the 23rd in the city

  it('is the day of the city’s own calendar, from midnight to midnight', () => {
    expect(dayOf(evening)).toBe('2026-11-23');
    expect(nextDayBegins(evening)).toBe('2026-11-23T16:00:00.000Z');
    const today = storyOfDay(story, evening);
    expect(today.startsAt).toBe('2026-11-22T16:00:00.000Z');
    expect(today.steps).toHaveLength(story.steps.length);
    expect(today.steps.every(({ at }) => at >= today.startsAt)).toBe(true);
  });

  it('has accounts and numbers of its own each day: two stops of yesterday are none of today (R-113)', () => {
    const numbers = [evening, instant('2026-11-23T20:43:00.000Z'), instant('2026-11-24T20:43:00.000Z')].flatMap((at) =>
      [...storyOfDay(story, at).accounts.values()].map(({ number }) => number),
    );
    expect(new Set(numbers).size).toBe(3 * story.accounts.size);
  });

  it('is the same at every hour of the day, so that a restart finds its accounts again', () => {
    const morning = storyOfDay(story, instant('2026-11-22T16:00:00.000Z'));
    expect([...morning.accounts]).toEqual([...storyOfDay(story, evening).accounts]);
    expect([...morning.lines]).toEqual([...storyOfDay(story, evening).lines]);
  });
});

describe('the world outside', () => {
  const file = join(ROOT, 'scenarios', 'wuyi-1.66m.yaml');

  it('of a story that was played is there again for a start, with everybody’s accounts and lines', async () => {
    const path = mkdtempSync(join(tmpdir(), 'interlock-outside-'));
    const folder = openDataFolder(path, []);
    const { references } = folder;
    const clock = createVirtualClock(instant('2026-11-22T20:43:00.000Z'));
    const scenario = readScenario(file);
    const journal = openWorldFile(folder.file('world.jsonl'));
    const world = createWorld({ clock, references, seed: scenario.name, record: journal.record(scenario.name) });
    for (const account of scenario.accounts.values()) world.openAccount(account);
    // A person's line has its operator by its number, where the file names none.
    for (const { answers: _, ...line } of linesOf(scenario)) world.openLine(line);
    expect(world.journal().entries.some(({ kind }) => kind === 'line-opened')).toBe(true);
    journal.close();
    writeFileSync(folder.file('story.json'), JSON.stringify({ file, name: scenario.name }));

    const outside = openOutside(folder, clock);
    for (const { bank, number } of scenario.accounts.values())
      expect(await outside.core(bank).owns(references.account(bank, number))).toBe(true);
    outside.close();

    // Another story under the name of the one that was played: nobody knows the accounts, and everything else goes on.
    writeFileSync(folder.file('story.json'), JSON.stringify({ file: join(ROOT, 'scenarios', 'lapse-and-freeze.yaml') }));
    const changed = openOutside(folder, clock);
    for (const { bank, number } of scenario.accounts.values())
      expect(await changed.core(bank).owns(references.account(bank, number))).toBe(false);
    expect((await changed.day(clock.now())).scenario.name).toBe('city-day');
    changed.close();
    folder.lock.release();
    rmSync(path, { recursive: true });
  });
});

describe('what the demo’s people remember', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interlock-demo-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('survives a restart, but for a line that was not finished; refusals are judged afresh', () => {
    const file = join(folder, 'answers.jsonl');
    const first = openDemoMemory(file);
    expect(first.reachedBefore()).toBeUndefined();
    first.answered('one', { ok: true, position: 7n, outcome: { caseId: 'c-1' }, repeated: false });
    first.answered('two', { ok: false, errors: [{ code: 'STORE_FULL' }] });
    first.reached(instant('2026-11-23T01:00:00.000Z'));
    first.reached(instant('2026-11-23T00:30:00.000Z')); // never back
    first.close();
    appendFileSync(file, '{"command":"three","outc');

    const again = openDemoMemory(file);
    expect(again.answerTo('one')).toMatchObject({ ok: true, outcome: { caseId: 'c-1' } });
    expect([again.answerTo('two'), again.answerTo('three')]).toEqual([undefined, undefined]);
    expect(again.reachedBefore()).toBe('2026-11-23T01:00:00.000Z');
    again.answered('three', { ok: true, position: 9n, outcome: {}, repeated: false });
    again.close();
    const last = openDemoMemory(file);
    expect(last.answerTo('three')).toMatchObject({ ok: true });
    last.close();
  });
});
