import { EXIT, listenForStop, screenOn } from '@interlock/interlock';
import { runCommand } from './program.ts';

const interrupted = new AbortController();
const args = process.argv.slice(2);
// Only who follows a feed ends by the signal in its own way; `start` listens itself, and anything else ends at once.
if (args[0] === 'tail')
  void listenForStop(() => process.exit(EXIT.interrupted), { signals: ['SIGINT'] }).first.then(() => {
    interrupted.abort();
  });

await runCommand(
  {
    out: screenOn(process.stdout),
    err: screenOn(process.stderr),
    env: process.env,
    interrupted: interrupted.signal,
    exit(code) {
      process.exitCode = code;
    },
  },
  args,
);
