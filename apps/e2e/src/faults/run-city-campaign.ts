import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { playEmbedded } from '@interlock/interlock';
import { type Dice, diceOf, randomScenario } from '@interlock/simulator';
import { comparable } from '../stories/comparable.suite.ts';
import { scenarioIn, shipped } from '../stories/load.suite.ts';
import { type CityProcesses, startCityProcesses } from '../processes/city-processes.suite.ts';
import {
  type Fault,
  brokerKilled,
  brokerPaused,
  canLimitFileSize,
  diskFull,
  killed,
  linkBetween,
  paused,
  repeated,
} from './faults.suite.ts';
import { type FaultyPlay, examineCopy, lostOf, playWithFaults } from './play-with-faults.suite.ts';

/**
 * Plays stories on cities of real processes while things go wrong at random: `npm run test:faults -- --only city --plays 20 --seed 1`. After each,
 * the document must be that of an undisturbed embedded play, every acknowledged command there once, logs sound and views as a fresh fold.
 */
const { values } = parseArgs({
  options: { plays: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' }, faults: { type: 'string', default: '5' } },
});
const BANKS = ['industry', 'agriculture', 'overseas', 'construction', 'rural', 'postal'].map((name) => `bank-${name}`);
const SERVICES = ['police', 'bank', 'telecom', 'joint-office', 'gateway', 'world'] as const;
/** Faults strike after the first so many acts. */
const ACTS = 15;
const struck = new Map<string, number>();
const LANES = [
  { from: 'police', to: 'city' },
  { from: 'police', to: 'bank-industry' },
  { from: 'bank-agriculture', to: 'police' },
];

async function oneStory(seed: number): Promise<readonly string[]> {
  const dice = diceOf(seed);
  const scenario =
    seed % 2 === 0 ? shipped('wuyi-1.66m') : scenarioIn(randomScenario({ seed, banks: BANKS }), `random-${String(seed)}.yaml`);
  const folder = mkdtempSync(join(tmpdir(), 'interlock-campaign-'));
  console.log(`seed ${String(seed)}: ${scenario.name}`);
  const expected = comparable(
    await playEmbedded({ scenario, file: 'campaign', dataDir: join(folder, 'embedded'), report: () => undefined }),
  );
  const city = await startCityProcesses(join(folder, 'city'));
  const link = await linkBetween(city, 'bank', 'police');
  const findings: string[] = [];
  try {
    const faults = Array.from({ length: Number(values.faults) }, () => ({
      afterAct: dice.between(1, ACTS),
      fault: oneOf(dice, link.cut(dice.between(500, 5_000))),
    }));
    const begun = performance.now();
    const played = await playWithFaults(city, scenario, faults);
    for (const name of played.struck) struck.set(kindOf(name), (struck.get(kindOf(name)) ?? 0) + 1);
    const seconds = (performance.now() - begun) / 1_000;
    console.log(`  ${String(played.struck.length)} faults (${played.struck.join('; ')}), played in ${seconds.toFixed(0)} s`);
    findings.push(...(await findingsOf(city, played, expected)));
  } catch (error) {
    findings.push(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${city.said().slice(-4_000)}`);
  } finally {
    await link.close();
    await city.stop();
  }
  if (findings.length === 0) findings.push(...examineCopy(city.data));
  for (const finding of findings) console.log(`  BROKEN: ${finding}`);
  if (findings.length === 0) rmSync(folder, { recursive: true });
  else console.log(`  the data stay in ${folder}; again: npm run test:faults -- --only city --plays 1 --seed ${String(seed)}`);
  return findings;
}

function oneOf(dice: Dice, cut: Fault): Fault {
  const choices: readonly Fault[] = [
    ...SERVICES.map(killed),
    ...SERVICES.map((service) => paused(service, dice.between(200, 4_000))),
    ...[brokerKilled(dice.between(0, 1) === 0 ? 1_000 : 60_000), brokerPaused(dice.between(500, 20_000)), cut, repeated(LANES)],
    ...(canLimitFileSize() ? [diskFull('police', 'police', 1_500), diskFull('gateway', 'city', 1_500)] : []),
  ];
  return dice.pick(choices);
}

async function findingsOf(city: CityProcesses, played: FaultyPlay, expected: object): Promise<readonly string[]> {
  const found = comparable(played.result);
  const lost = await lostOf(city, played);
  return isDeepStrictEqual(found, expected)
    ? lost
    : [...lost, `the document is another:\n${JSON.stringify(found)}\nexpected\n${JSON.stringify(expected)}`];
}

/** Without how long it took. */
function kindOf(name: string): string {
  return name.replace(/ (?:for|back after) [\d.]+ s$/, '');
}

let broken = 0;
for (let play = 0; play < Number(values.plays); play += 1) {
  const findings = await oneStory(Number(values.seed) + play);
  if (findings.length > 0) broken += 1;
}
console.log(
  `\n${values.plays} stories, ${String(broken)} broken; struck: ${[...struck].map(([name, count]) => `${name} × ${String(count)}`).join(', ')}`,
);
process.exitCode = broken === 0 ? 0 : 1;
