import cliProgress from 'cli-progress';
import { type Terminal } from './terminal.ts';

/** Shows how far a long job is: a bar on a terminal, nothing elsewhere. */
export interface Progress {
  at(name: string, done: number, all: number): void;
  end(): void;
}

export function startProgress({ err }: Terminal, title: string): Progress {
  if (!err.isTerminal) return { at: () => undefined, end: () => undefined };
  const bar = new cliProgress.SingleBar({
    format: `${title} [{bar}] {value}/{total} {name} {duration_formatted}, {eta_formatted} left`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: 30,
  });
  let isStarted = false;
  return {
    at(name, done, all) {
      if (!isStarted) bar.start(all, done, { name });
      isStarted = true;
      bar.update(done, { name });
    },
    end() {
      if (isStarted) bar.stop();
    },
  };
}
