import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXIT } from '@interlock/hosting';
import { playEmbedded, readScenario } from '@interlock/interlock';
import { type StoryResult } from '@interlock/simulator';
import { type Command } from 'commander';
import { createTeller } from '../story/teller.ts';
import { jsonOption, positiveNumber } from '../terminal/options.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface PlayArguments {
  readonly json?: boolean;
  readonly data?: string;
  readonly speed?: number;
}

export function addPlay(program: Command, terminal: Terminal): void {
  program
    .command('play')
    .description('play a story through the real commands, logs, lanes and views, and tell it')
    .argument('<file>', 'scenario file; the stories that ship lie in scenarios/')
    .addOption(jsonOption())
    .option('--data <dir>', 'fresh folder to play into; left out: a new one among the temporary files, which is kept')
    .option('--speed <factor>', 'let story time pass so many times as fast as the clock; left out: do not wait at all', positiveNumber)
    .action((file: string, options: PlayArguments) => play(terminal, file, options));
}

async function play(terminal: Terminal, file: string, { json = false, data, speed }: PlayArguments): Promise<void> {
  const scenario = readScenario(file);
  const dataDir = data ?? mkdtempSync(join(tmpdir(), `interlock-${scenario.name}-`));
  const teller = json ? undefined : createTeller(terminal.out, scenario);
  terminal.interrupted.addEventListener('abort', () => {
    terminal.err.print(`Stopping: the act in hand is finished, and the logs are signed; the data stay in ${dataDir}`);
  });
  const result = await playEmbedded({
    ...{ scenario, dataDir, file: resolve(file), signal: terminal.interrupted },
    ...(speed !== undefined && { speed }),
    ...(teller && { onAct: teller.tell }),
    report: ({ node, consumer, message }) => {
      terminal.err.print(`${node} ${consumer}: ${message}`);
    },
  });
  if (json) printJson(terminal, result);
  else teller?.end(result);
  if (json) terminal.err.print(`The data stay in ${result.data}`);
  if (hasFailed(result)) terminal.exit(EXIT.finding);
}

/** An expectation or a check that failed is a finding: the play itself went well. */
function hasFailed({ checks }: StoryResult): boolean {
  return checks.some(({ result }) => result === 'failed');
}
