import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { replayLine, startSeedThread } from './seed-thread.ts';
import { SimulationFailed, simulate } from './simulate.ts';
import { type SeedReport } from './simulate.worker.ts';

const SEEDS = 10_000;
const PROGRESS_MS = 10_000;
const TEXT_MAX = 2_000;

interface Campaign {
  readonly first: number;
  readonly last: number;
  readonly failed: SeedReport[];
  next: number;
  done: number;
  steps: number;
  deaths: number;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One seed, with all that happened in it. */
async function replay(seed: number): Promise<number> {
  try {
    const { weather, notes, fingerprint, steps, machineMs } = await simulate(seed);
    say(notes.join('\n'));
    say(`weather ${JSON.stringify(weather)}`);
    say(`seed ${String(seed)}: ok, ${String(steps)} steps in ${String(machineMs)} ms of machine time, fingerprint ${fingerprint}`);
    return 0;
  } catch (error) {
    if (error instanceof SimulationFailed) say(error.notes.join('\n'));
    say(
      error instanceof Error
        ? `${error.message}\n${String(error.cause instanceof Error ? error.cause.stack : error.stack)}`
        : String(error),
    );
    return 1;
  }
}

async function runAll(first: number, seeds: number): Promise<number> {
  const campaign: Campaign = { first, last: first + seeds - 1, failed: [], next: first, done: 0, steps: 0, deaths: 0 };
  const begun = performance.now();
  const seconds = (): string => ((performance.now() - begun) / 1_000).toFixed(0);
  const progress = setInterval(() => {
    say(`${String(campaign.done)} of ${String(seeds)} seeds, ${String(campaign.failed.length)} failed, ${seconds()} s`);
  }, PROGRESS_MS);
  try {
    await Promise.all(Array.from({ length: Math.min(seeds, availableParallelism()) }, () => work(campaign)));
  } finally {
    clearInterval(progress);
  }
  const { done, failed, steps, deaths } = campaign;
  for (const { seed } of failed) say(replayLine(seed));
  say(
    `seeds ${String(first)} to ${String(campaign.last)}: ${String(done - failed.length)} passed, ${String(failed.length)} failed; ` +
      `${String(steps)} steps, ${String(deaths)} processes died, ${seconds()} s`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** One thread, seed after seed, until none is left. */
async function work(campaign: Campaign): Promise<void> {
  const thread = startSeedThread(new URL('simulate.worker.js', import.meta.url));
  try {
    while (campaign.next <= campaign.last) {
      const seed = campaign.next;
      campaign.next += 1;
      const report = await thread.run(seed);
      campaign.done += 1;
      if (report.ok) {
        campaign.steps += report.steps;
        campaign.deaths += report.deaths;
        continue;
      }
      campaign.failed.push(report);
      say(`FAILED seed ${String(seed)}: ${report.message.slice(0, TEXT_MAX)}`);
    }
  } finally {
    await thread.close();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { seeds: { type: 'string' }, from: { type: 'string' } } });
  const one = process.env['INTERLOCK_SEED'];
  if (one !== undefined) return replay(wholeNumber('INTERLOCK_SEED', one));
  return runAll(wholeNumber('--from', values.from ?? '1'), wholeNumber('--seeds', values.seeds ?? String(SEEDS)));
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is a whole number, not ${text}`);
  return value;
}

process.exitCode = await main();
