import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diagnose, parkedFacts, verifyCity } from '@interlock/interlock';
import { scenarioIn } from '../stories/load.suite.ts';
import { lookEverythingUp, sayTheRest } from './by-hand.suite.ts';
import { type CanaryCity, inText, openCanaryCity } from './canary-city.suite.ts';
import { openFields } from './clear-fields.suite.ts';
import { CONTROLS, plantControls } from './controls.suite.ts';
import { EVERY_FIELD_STORY } from './every-field.fixtures.ts';
import { MISPLACED, misuseGateway, misuseNodes } from './misuse.suite.ts';
import { NO_PERSONAL_DATA } from './no-personal-data.fixtures.ts';
import { captureOutput } from './output.suite.ts';
import { type Canary, type Found, search } from './search.suite.ts';

let folder = '';
let open: CanaryCity | undefined;
let said: readonly Canary[] = [];
/** While it ran, with what the stores had not yet put into their files; and after it. */
let running: readonly Found[] = [];
let closed: ReturnType<typeof search>;

const sealed = [...openFields()].filter((field) => !NO_PERSONAL_DATA.some(([pattern]) => pattern.test(field)));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-every-field-'));
  const release = captureOutput(join(folder, 'output.log'));
  try {
    open = await openCanaryCity(folder, scenarioIn(EVERY_FIELD_STORY, 'every-field.yaml'));
    open.note('result.json', inText(await open.play()));
    await sayTheRest(open);
    await lookEverythingUp(open);
    await misuseNodes(open);
    await misuseGateway(open);
    await plantControls(open);
    said = open.said;
    const wanted = [...said.filter(({ field }) => sealed.includes(field)), ...misplaced, ...CONTROLS];
    running = search(folder, wanted).found;
    await open.stop();
    open = undefined;
    writeFileSync(join(folder, 'parked.json'), inText(await parkedFacts(folder)));
    writeFileSync(join(folder, 'doctor.json'), inText([await diagnose(folder, {}), await verifyCity(folder)]));
    closed = search(folder, wanted);
  } finally {
    release();
  }
}, 180_000);

afterAll(async () => {
  await open?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const misplaced = MISPLACED.map((clear) => ({ field: 'misplaced', clear }));
const isControl = ({ field }: Found): boolean => CONTROLS.some((control) => control.field === field);
const linesOf = (file: string): readonly string[] => readFileSync(join(folder, file), 'utf8').trim().split('\n');

describe('what a person can write into any field of any contract', () => {
  it('is sent through every one of them that may hold personal data: a new field needs a canary, or a reason to need none', () => {
    const heard = new Set(said.map(({ field }) => field));
    expect(sealed.filter((field) => !heard.has(field))).toEqual([]);
    expect(sealed.length).toBeGreaterThan(40);
    const fields = [...openFields()];
    expect(NO_PERSONAL_DATA.filter(([pattern]) => !fields.some((field) => pattern.test(field)))).toEqual([]);
  });

  it('lies in clear nowhere: logs, lanes, views, what is parked, answers, errors, notices, output', () => {
    expect(running.filter((one) => !isControl(one))).toEqual([]);
    expect(closed.found.filter((one) => !isControl(one))).toEqual([]);
    expect(closed.bytes).toBeGreaterThan(5_000_000);
  });

  it('would be found in each of those places: what was planted there is', () => {
    const places = new Map<string, string[]>(CONTROLS.map(({ field }) => [field, []]));
    for (const { field, encoding, file } of [...running, ...closed.found])
      if (encoding === 'utf-8') places.get(field)?.push(file.replace(/-wal$/, ''));
    for (const { field, files } of CONTROLS) expect(places.get(field)).toEqual(expect.arrayContaining([...files]));
  });

  it('was refused and answered, reported and parked: the places searched were not empty', () => {
    expect(linesOf('answers.log').length).toBeGreaterThan(1_000);
    expect(linesOf('answers.log').filter((line) => line.includes('"INVALID"')).length).toBeGreaterThan(300);
    expect(linesOf('gateway.log').filter((line) => line.includes('"errors":[{')).length).toBeGreaterThan(300);
    expect(linesOf('troubles.log').join('\n')).toContain('the outside failed');
    expect(linesOf('parked.json').join('\n')).toContain('CONTRACT_UNKNOWN_VERSION');
  });
});
