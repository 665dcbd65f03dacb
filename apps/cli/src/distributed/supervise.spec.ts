import { isRunning } from '@interlock/adapters';
import { describe, expect, it } from '@jest/globals';
import { type Supervised, supervise } from './supervise.ts';

/** Says its number, and ends when it is told to by a signal or when whoever started it is gone. */
const CHILD =
  "console.log('up ' + process.pid); process.on('SIGTERM', () => process.exit(0)); process.on('disconnect', () => process.exit(0));";

function started(program: string): {
  readonly child: Supervised;
  readonly lines: string[];
  readonly until: (count: number) => Promise<void>;
} {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const child = supervise({
    ...{ name: 'one', args: ['-e', program], env: { PATH: process.env['PATH'] ?? '' }, cwd: process.cwd() },
    line(text) {
      lines.push(text);
      for (const look of [...waiting]) look();
    },
    onStarted: () => undefined,
    onEnded: () => undefined,
  });
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (lines.length < count) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { child, lines, until };
}

describe('a process that is kept running', () => {
  it('begins again after it was killed, and not after it was stopped', async () => {
    const { child, lines, until } = started(CHILD);
    await until(1);
    const first = child.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await until(2);
    const second = child.pid() ?? 0;
    expect(second).not.toBe(first);
    expect(child.restarts()).toBe(1);
    await child.stop(5_000);
    expect(isRunning(second)).toBe(false);
    expect(lines).toHaveLength(2);
  });

  it('that does not end when asked is killed', async () => {
    const { child, until } = started("console.log('up'); process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);");
    await until(1);
    const pid = child.pid() ?? 0;
    await child.stop(200);
    expect(isRunning(pid)).toBe(false);
  });
});
