import { setTimeout as sleep } from 'node:timers/promises';
import { type PeerClient } from '@interlock/adapters';
import { EXIT, Fault } from '@interlock/hosting';

export interface Patience {
  /** How long a city may take to get on: a service that was killed comes back, a broker too. Machine time. */
  readonly patienceMs: number;
  /** What is waited for, every few seconds. */
  progress(line: string): void;
  readonly signal?: AbortSignal;
}

/** Something in the city does not answer, or not yet as wanted: told while it lasts, a Fault when it lasts too long. */
export interface Wait {
  /** Waits a moment, longer each time. */
  moment(why: string): Promise<void>;
}

const TELL_EVERY_MS = 5_000;
const MOMENT_MS = 5;
const MOMENT_MS_MAX = 250;

/** Patience anew for one thing. */
export function createWait({ patienceMs, progress, signal }: Patience): Wait {
  const began = performance.now();
  let toldAt = began;
  let pause = MOMENT_MS;
  return {
    async moment(why) {
      const now = performance.now();
      if (now - began > patienceMs || signal?.aborted === true) throw stuck(why, now - began, signal?.aborted === true);
      if (now - toldAt > TELL_EVERY_MS) {
        toldAt = now;
        progress(`still waiting, ${String(Math.round((now - began) / 1_000))} s: ${why}`);
      }
      await sleep(pause);
      pause = Math.min(pause * 1.5, MOMENT_MS_MAX);
    },
  };
}

function stuck(why: string, waitedMs: number, isAsked: boolean): Fault {
  return new Fault({
    code: isAsked ? 'STORY_INTERRUPTED' : 'STORY_STUCK',
    what: isAsked ? 'The story was ended before its end' : 'The story cannot go on',
    why: `after ${String(Math.round(waitedMs / 1_000))} s: ${why}`,
    how: 'see `interlock status` and the services’ lines; then play it again on a fresh city',
    exit: isAsked ? EXIT.interrupted : EXIT.failed,
  });
}

/** One try takes no longer than this; the next one follows. */
const TRY = { deadlineMs: 15_000, unreachableMs: 1_000 };
/** What will be no other when it is asked again. */
const FINAL: ReadonlySet<string> = new Set([
  ...['CERTIFICATE_REFUSED', 'PEER_CERTIFICATE_REFUSED', 'UNKNOWN_PATH', 'UNKNOWN_CALL', 'BAD_REQUEST', 'INVALID'],
  ...['REFUSED', 'CLOCK_BACKWARDS', 'CLOCK_UNREADABLE'],
]);

export interface PatientCalls {
  post(node: string, path: string, json: unknown): Promise<unknown>;
  get(node: string, path: string): Promise<unknown>;
}

/** Calls that may be repeated, until they are answered. Throws a Fault for what no repetition changes. */
export function patientCalls(client: PeerClient, patience: Patience): PatientCalls {
  const call = async (node: string, request: Parameters<PeerClient['ask']>[1]): Promise<unknown> => {
    const wait = createWait(patience);
    for (;;) {
      const answer = await client.ask(node, request, TRY);
      if (answer.ok) return answer.body;
      const why = `${node} ${request.path}: ${answer.code}${reasonIn(answer.details)}`;
      if (FINAL.has(answer.code)) throw refused(why);
      await wait.moment(why);
    }
  };
  return {
    post: (node, path, json) => call(node, { method: 'POST', path, json }),
    get: (node, path) => call(node, { method: 'GET', path }),
  };
}

function reasonIn({ reason }: Readonly<Record<string, unknown>>): string {
  return typeof reason === 'string' ? ` (${reason})` : '';
}

function refused(why: string): Fault {
  return new Fault({
    code: 'CITY_NOT_PLAYABLE',
    what: 'The city does not let itself be played',
    why,
    how: 'start it with `interlock up --clock virtual`; the player shows the certificate `player` of its data folder',
    exit: EXIT.conflict,
  });
}
