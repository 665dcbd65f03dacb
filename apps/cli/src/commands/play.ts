import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXIT } from '@interlock/hosting';
import { configOf, playAgainst, playEmbedded, readScenario } from '@interlock/interlock';
import { type PlayOptions, type Scenario, type StoryResult } from '@interlock/simulator';
import { type Command, Option } from 'commander';
import { createTeller } from '../story/teller.ts';
import { jsonOption, positiveNumber } from '../terminal/options.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface PlayArguments {
  readonly json?: boolean;
  readonly data?: string;
  readonly against?: string;
  readonly speed?: number;
}

export function addPlay(program: Command, terminal: Terminal): void {
  program
    .command('play')
    .description('play a story through the real commands, logs, lanes and views, and tell it')
    .argument('<file>', 'scenario file; the stories that ship lie in scenarios/')
    .addOption(jsonOption())
    .option('--data <dir>', 'fresh folder to play into; left out: a new one among the temporary files, which is kept')
    .addOption(
      new Option(
        '--against <url>',
        'play on a running distributed city instead: the gateway that `interlock up` printed, or its data folder',
      ).conflicts('data'),
    )
    .option('--speed <factor>', 'let story time pass so many times as fast as the clock; left out: do not wait at all', positiveNumber)
    .action((file: string, options: PlayArguments) => play(terminal, file, options));
}

async function play(terminal: Terminal, file: string, options: PlayArguments): Promise<void> {
  const { json = false } = options;
  const scenario = readScenario(file);
  const teller = json ? undefined : createTeller(terminal.out, scenario);
  const telling: Telling = {
    ...{ scenario, file: resolve(file), signal: terminal.interrupted },
    ...(options.speed !== undefined && { speed: options.speed }),
    ...(teller && { onAct: teller.tell }),
  };
  const result = await (options.against === undefined
    ? playHere(terminal, telling, options.data)
    : playThere(terminal, telling, options.against));
  if (json) printJson(terminal, result);
  else teller?.end(result);
  if (json) terminal.err.print(`The data stay in ${result.data}`);
  if (hasFailed(result)) terminal.exit(EXIT.finding);
}

interface Telling {
  readonly scenario: Scenario;
  readonly file: string;
  readonly signal: AbortSignal;
  readonly speed?: number;
  readonly onAct?: PlayOptions['onAct'];
}

function playHere(terminal: Terminal, telling: Telling, data: string | undefined): Promise<StoryResult> {
  const dataDir = data ?? mkdtempSync(join(tmpdir(), `interlock-${telling.scenario.name}-`));
  terminal.interrupted.addEventListener('abort', () => {
    terminal.err.print(`Stopping: the act in hand is finished, and the logs are signed; the data stay in ${dataDir}`);
  });
  const { store, exchange } = configOf({ ...terminal.env, INTERLOCK_DATA: dataDir });
  return playEmbedded({
    ...{ ...telling, dataDir, store, exchange },
    report: ({ node, consumer, message }) => {
      terminal.err.print(`${node} ${consumer}: ${message}`);
    },
  });
}

/** What runs elsewhere goes on: only the story ends. */
function playThere(terminal: Terminal, telling: Telling, against: string): Promise<StoryResult> {
  terminal.interrupted.addEventListener('abort', () => {
    terminal.err.print('Stopping: the act in hand is finished; the city runs on');
  });
  return playAgainst({
    ...{ ...telling, city: /^https?:\/\//.test(against) ? { url: against } : { data: against } },
    progress: (line) => {
      terminal.err.print(line);
    },
  });
}

/** An expectation or a check that failed is a finding: the play itself went well. */
function hasFailed({ checks }: StoryResult): boolean {
  return checks.some(({ result }) => result === 'failed');
}
