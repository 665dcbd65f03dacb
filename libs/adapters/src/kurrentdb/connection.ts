import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { KURRENT_ADDRESS, isKurrentAddress } from './address.ts';
import { failureOf, unavailable } from './kurrent-errors.ts';

const FIRST_PAUSE_MS = 10;
const PAUSE_MS_MAX = 1_000;

/** The client of all stores of a process, made anew when it clings to a node that no longer leads. */
export interface SharedClient {
  client(): KurrentDBClient;
  /** Only if it is still that one. */
  renew(outdated: KurrentDBClient): void;
  close(): Promise<void>;
}

/** How long a store goes on trying before it says that the server is not to be had. */
export interface Patience {
  /** For one call to be answered. */
  readonly deadlineMs: number;
  /** For one operation, over all its calls. */
  readonly retryForMs: number;
}

export function shareClient(url: string, deadlineMs: number): SharedClient {
  if (!isKurrentAddress(url)) throw unavailable(`what was named ${KURRENT_ADDRESS}`);
  const timed = withDeadline(url, deadlineMs);
  const disposals: Promise<void>[] = [];
  let client = clientOf(timed);
  return {
    client: () => client,
    renew(outdated) {
      if (outdated !== client) return;
      disposals.push(client.dispose());
      client = clientOf(timed);
    },
    async close() {
      await Promise.allSettled([...disposals, client.dispose()]);
    },
  };
}

/** The client’s own words repeat the address, and the password that stands in it: they go no further. */
function clientOf(address: string): KurrentDBClient {
  try {
    return KurrentDBClient.connectionString(address);
  } catch {
    throw unavailable('the client refuses the address: check its ports, the values of its options and the files that they name');
  }
}

/** The operator’s own deadline stands. */
function withDeadline(url: string, deadlineMs: number): string {
  if (/[?&]defaultDeadline=/i.test(url)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}defaultDeadline=${String(deadlineMs)}`;
}

/** The client as one store uses it. */
export interface Connection {
  client(): KurrentDBClient;
  /** After a failure of this client: another one, when this one would go on failing. */
  learnFrom(used: KurrentDBClient, error: unknown): void;
  isClosed(): boolean;
  /** Does it again while the server cannot be reached; gives up when the store’s patience is over, or it is closed. */
  patiently<Result>(work: (client: KurrentDBClient) => Promise<Result>): Promise<Result>;
  /** Waits a little longer each time; not at all once the store is closed. */
  pause(attempt: number): Promise<void>;
  close(): void;
}

export function connect(shared: SharedClient, retryForMs: number): Connection {
  const closed = new AbortController();
  const connection: Connection = {
    client: shared.client,
    learnFrom(used, error) {
      const failure = failureOf(error);
      if (failure.type === 'unavailable' && failure.needsNewClient) shared.renew(used);
    },
    isClosed: () => closed.signal.aborted,
    async patiently(work) {
      const until = performance.now() + retryForMs;
      for (let attempt = 0; ; attempt += 1) {
        const client = shared.client();
        try {
          return await work(client);
        } catch (error) {
          const failure = failureOf(error);
          if (failure.type !== 'unavailable') throw error;
          connection.learnFrom(client, error);
          if (closed.signal.aborted || performance.now() >= until) throw unavailable(failure.message);
          await connection.pause(attempt);
        }
      }
    },
    pause(attempt) {
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          closed.signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, closed.signal.aborted ? 0 : Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS * 2 ** attempt));
        closed.signal.addEventListener('abort', end);
      });
    },
    close() {
      closed.abort();
    },
  };
  return connection;
}
