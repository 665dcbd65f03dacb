import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Reckoned, randomScenario, reckon } from '@interlock/simulator';
import * as tracing from '@interlock/tracing';
import { scenarioIn } from './load.suite.ts';
import { type Tracing, differences } from './whole-truth.suite.ts';

const BANKS = ['industry', 'agriculture', 'overseas', 'construction'].map((name) => `bank-${name}`);
const STORIES = 150;

const source = fileURLToPath(new URL('../../../../libs/tracing/src/', import.meta.url));
const kernel = fileURLToPath(new URL('../../../../libs/kernel/src/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'interlock-faults-'));
const stories: Reckoned[] = [];

beforeAll(async () => {
  for (let seed = 1; seed <= STORIES; seed += 1)
    stories.push(await reckon(scenarioIn(randomScenario({ seed, banks: BANKS }), `random-${seed}.yaml`)));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Fault {
  readonly name: string;
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

/** Each a small slip in one place of libs/tracing; the right text must stand there exactly once. */
const FAULTS: readonly Fault[] = [
  {
    name: 'the newest lot leaves first',
    file: 'flow.ts',
    right: 'holding.lots.push({ caseId, fen, inflowAt: at });',
    wrong: 'holding.lots.unshift({ caseId, fen, inflowAt: at });',
  },
  {
    name: 'a movement before the inflow carries of it',
    file: 'flow.ts',
    right: 'const until = ordered.filter((movement) => movement.at <= at);',
    wrong: 'const until = ordered.filter((movement) => movement.at <= at).sort((a, b) => b.payments.length - a.payments.length);',
  },
  {
    name: 'a frozen sum holds nothing back',
    file: 'flow.ts',
    right: 'const covered = frozen.length > 0 ? cover(holding.lots, frozen) : [];',
    wrong: 'const covered: readonly number[] = [];',
  },
  {
    name: 'what comes back to level 0 is traced on',
    file: 'flow.ts',
    right: 'if (flow.levelZero.get(part.caseId)?.has(to)) {',
    wrong: 'if (flow.levelZero.get(part.caseId)?.has("a1.nobody")) {',
  },
  {
    name: 'the banks’ serials do not count',
    file: 'order.ts',
    right: 'sameInstant.length > 1 ? untangled(sameInstant) : sameInstant',
    wrong: 'sameInstant',
  },
  {
    name: 'a payment’s loss counts again what it carried of other cases',
    file: 'flow.ts',
    right: 'const newLossFen = payment ? amountFen - sumOf(carried) : 0;',
    wrong: 'const newLossFen = payment ? amountFen : 0;',
  },
];

/** The library compiled from its text with the fault in it. */
async function planted({ file, right, wrong }: Fault, place: number): Promise<Tracing> {
  const copy = mkdtempSync(join(folder, `fault-${place}-`));
  for (const name of readdirSync(source).filter((each) => each.endsWith('.ts') && !/\.(spec|suite)\.ts$/.test(each))) {
    const text = readFileSync(join(source, name), 'utf8');
    if (name === file) expect(text.split(right)).toHaveLength(2);
    const faulty = name === file ? text.replace(right, wrong) : text;
    writeFileSync(join(copy, name), faulty.replaceAll("'@interlock/kernel'", JSON.stringify(kernel)));
  }
  const faulty: unknown = await import(join(copy, 'index.ts'));
  if (!isTracing(faulty)) throw new Error('The copy is not the tracing library');
  return faulty;
}

function isTracing(value: unknown): value is Tracing {
  return typeof value === 'object' && value !== null && 'readTrace' in value && 'traceOf' in value;
}

describe('R-135, R-136: the independent truth', () => {
  it('agrees with tracing on every random story', () => {
    expect(stories.flatMap((story, place) => differences(tracing, story).map((one) => `seed ${place + 1}: ${one}`))).toEqual([]);
  });

  it.each(FAULTS.map((fault, place) => [fault.name, fault, place] as const))('finds out that %s', async (_, fault, place) => {
    const faulty = await planted(fault, place);
    expect(stories.filter((story) => differences(faulty, story).length > 0).length).toBeGreaterThan(0);
  });
});
