import { EXIT, leaveSoon, listenForStop, outliveScreens, screenOn } from '@interlock/hosting';
import { runCommand } from './program.ts';

const interrupted = new AbortController();
const args = process.argv.slice(2);
// Who follows a feed, and who plays a story, ends by the signal in its own way; `start` listens itself, and anything else ends at once.
const LISTENING: Readonly<Record<string, readonly NodeJS.Signals[]>> = {
  tail: ['SIGINT'],
  play: ['SIGINT', 'SIGTERM', 'SIGHUP'],
  up: ['SIGINT', 'SIGTERM', 'SIGHUP'],
};
const signals = LISTENING[args[0] ?? ''];
if (signals)
  void listenForStop(() => process.exit(EXIT.interrupted), { signals }).first.then(() => {
    interrupted.abort();
  });

// The city that it runs goes on, whoever reads its lines.
if (args[0] === 'up') outliveScreens();

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
leaveSoon();
