import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playEmbedded } from '@interlock/interlock';
import { type Scenario } from '@interlock/simulator';
import { scenarioIn } from '../stories/load.suite.ts';
import { type Canary, formsOf, search } from './search.suite.ts';

const BIRD = '金丝雀歌唱';
let folder = '';
let played = '';
let scenario: Scenario;

/** The Wuyi story with names that occur nowhere else, a bank's reason and an officer's reason in free text, and a line. */
function markedStory(): string {
  const text = readFileSync(new URL('../../../../scenarios/wuyi-1.66m.yaml', import.meta.url), 'utf8');
  const marked = text.replaceAll(/(name|holder): (?=[\p{Script=Han}])/gu, `$1: ${BIRD}`);
  const steps = [
    `  - { at: "+2h", bankHold: { account: m2, reason: "${BIRD}银行的理由" } }`,
    `  - { at: "+2h1m", release: { account: m2, reason: "${BIRD}民警的理由" } }`,
  ].join('\n');
  return marked
    .replace(/\nexpect:[\s\S]*$/, '')
    .trimEnd()
    .concat('\n', steps, '\n');
}

function canariesOf({ people, accounts }: Scenario): readonly Canary[] {
  return [
    { field: 'any name', clear: BIRD },
    ...[...people.values()].flatMap(({ key, name, idNumber, phone }) => [
      { field: `${key}.name`, clear: name },
      { field: `${key}.idNumber`, clear: idNumber },
      ...(phone === undefined ? [] : [{ field: `${key}.phone`, clear: phone }]),
    ]),
    ...[...accounts.values()].flatMap(({ key, number, holder }) => [
      { field: `${key}.number`, clear: number },
      { field: `${key}.holder`, clear: holder },
    ]),
    { field: 'bankHold.reason', clear: `${BIRD}银行的理由` },
    { field: 'release.reason', clear: `${BIRD}民警的理由` },
  ];
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-canary-'));
  scenario = scenarioIn(markedStory(), 'canary.yaml');
  const troubles: string[] = [];
  const result = await playEmbedded({
    scenario,
    file: 'canary.yaml',
    dataDir: join(folder, 'city'),
    report: (trouble) => troubles.push(JSON.stringify(trouble)),
  });
  played = join(folder, 'city');
  // What is printed is held to the same.
  writeFileSync(join(played, 'result.json'), JSON.stringify(result));
  writeFileSync(join(played, 'troubles.log'), troubles.join('\n'));
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('personal data', () => {
  it('lies in clear in no file that a story writes: logs, views, lanes, keys, the world’s journal, results', () => {
    const { found, files, bytes } = search(played, canariesOf(scenario));
    expect(found).toEqual([]);
    expect(files).toBeGreaterThan(60);
    expect(bytes).toBeGreaterThan(1_000_000);
  });

  it('would be found: every form of a planted value is', () => {
    const control = mkdtempSync(join(tmpdir(), 'interlock-control-'));
    const canary = { field: 'control', clear: '控制组的名字13900000001' };
    for (const [encoding, form] of formsOf(canary.clear)) {
      writeFileSync(join(control, 'planted'), Buffer.concat([Buffer.from('before '), form, Buffer.from(' after')]));
      expect(search(control, [canary]).found.map((one) => one.encoding)).toContain(encoding);
    }
    rmSync(control, { recursive: true, force: true });
  });
});
