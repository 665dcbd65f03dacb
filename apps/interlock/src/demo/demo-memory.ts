import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type CommandAnswer, type Instant, instant, isAfter } from '@interlock/kernel';

/** What the demo’s people have done on a day and what they were answered, so that after a restart they go on and do nothing twice. */
export interface DemoMemory {
  answerTo(commandId: string): CommandAnswer | undefined;
  answered(commandId: string, answer: CommandAnswer): void;
  /** Moment of the last step that was done; unset on a fresh day. */
  reachedBefore(): Instant | undefined;
  reached(at: Instant): void;
  close(): void;
}

interface Line {
  readonly at?: string;
  readonly command?: string;
  readonly outcome?: Readonly<Record<string, unknown>>;
}

/** Opens the file of a day, or makes it: outcomes hold codes and references, no personal data. */
export function openDemoMemory(path: string): DemoMemory {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const descriptor = openSync(path, existsSync(path) ? 'r+' : 'w+');
  let end = Buffer.byteLength(whole);
  ftruncateSync(descriptor, end);
  const answers = new Map<string, CommandAnswer>();
  let reached: Instant | undefined;
  for (const line of whole.split('\n').slice(0, -1)) {
    const { at, command, outcome = {} } = lineOf(line);
    if (at !== undefined) reached = instant(at);
    // Where it stood in the log is of no use to the demo’s people.
    if (command !== undefined) answers.set(command, { ok: true, position: -1n, outcome, repeated: true });
  }
  const before = reached;
  const write = (line: Line): void => {
    end += writeSync(descriptor, `${JSON.stringify(line)}\n`, end);
  };
  return {
    answerTo: (commandId) => answers.get(commandId),
    answered(commandId, answer) {
      // A refusal is judged afresh next time.
      if (!answer.ok) return;
      answers.set(commandId, answer);
      write({ command: commandId, outcome: answer.outcome });
    },
    reachedBefore: () => before,
    reached(at) {
      if (reached !== undefined && !isAfter(at, reached)) return;
      reached = at;
      write({ at });
    },
    close() {
      closeSync(descriptor);
    },
  };
}

function lineOf(text: string): Line {
  const line: unknown = JSON.parse(text);
  return typeof line === 'object' && line !== null ? line : {};
}
