import { EXIT, INTERLOCK_VERSION, faultOf, printFault } from '@interlock/hosting';
import { Command, CommanderError } from 'commander';
import { addBackup, addRestore } from './commands/backup.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDown } from './commands/down.ts';
import { addLanes } from './commands/lanes.ts';
import { addParked } from './commands/parked.ts';
import { addPlay } from './commands/play.ts';
import { addRebuild } from './commands/rebuild.ts';
import { addReplay } from './commands/replay.ts';
import { addStart } from './commands/start.ts';
import { addStatus } from './commands/status.ts';
import { addStore } from './commands/store.ts';
import { addTail } from './commands/tail.ts';
import { addToken } from './commands/token.ts';
import { addTopics } from './commands/topics.ts';
import { addUp } from './commands/up.ts';
import { addVerify } from './commands/verify.ts';
import { type Terminal } from './terminal/terminal.ts';

const COMMANDS = [
  ...[addStart, addUp, addDown, addStatus],
  ...[addPlay, addTail, addToken, addRebuild, addReplay, addVerify],
  ...[addParked, addLanes, addDoctor, addBackup, addRestore, addStore, addTopics, addCompletion],
];

/** Runs one command line; how it ended goes to the terminal’s exit code. */
export async function runCommand(terminal: Terminal, args: readonly string[]): Promise<void> {
  const program = new Command('interlock')
    .description('a city’s police, banks, operators and joint office at work on one fraud case together')
    .version(INTERLOCK_VERSION)
    .showHelpAfterError('(interlock --help, or interlock <command> --help)')
    .configureOutput({
      writeOut: (text) => {
        terminal.out.print(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.err.print(text.trimEnd());
      },
    })
    .exitOverride();
  for (const add of COMMANDS) add(program, terminal);
  for (const command of program.commands) for (const one of [command, ...command.commands]) one.copyInheritedSettings(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    // Commander has said what was wrong; help and version are no errors.
    if (error instanceof CommanderError) terminal.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
    else terminal.exit(printFault(terminal.err, faultOf(error), terminal.env['INTERLOCK_DEBUG'] === '1'));
  }
}
