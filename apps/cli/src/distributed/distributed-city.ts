import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '@interlock/adapters';
import { EXIT, Fault, ROOT, type RosterEntry } from '@interlock/hosting';
import { type Broker } from './broker.ts';
import { type PlacedService, environmentOf, peersFile } from './environment.ts';
import { type PlannedService } from './plan-services.ts';
import { type Run, forgetRun, runFolder, writeRun } from './run-file.ts';
import { type Supervised, supervise } from './supervise.ts';

export interface DistributedOptions {
  readonly data: string;
  readonly host: string;
  /** Of the gateway; 0: any free one. */
  readonly port: number;
  readonly clock: 'system' | 'virtual';
  readonly services: readonly PlannedService[];
  readonly roster: readonly RosterEntry[];
  readonly broker: Broker;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settings of single services, by name. */
  readonly own: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** A line of a service, or of the starter itself. */
  line(from: string, text: string): void;
}

export interface DistributedCity {
  /** Where the API is; unset where the gateway does not run here. */
  readonly gatewayUrl: string | undefined;
  /** Resolves when every service takes requests, or the city is stopped; rejects with a Fault when one does not within that many milliseconds. */
  ready(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

const STOP_MS = 20_000;
const LOOK_MS = 200;
const NOTE_AGAIN_MS = 1_000;
const LOOK_MS_MAX = 2_000;

/** Starts every service as a process of its own and keeps them running. Whoever calls has the broker ready and the folder prepared. */
export async function startServices(options: DistributedOptions): Promise<DistributedCity> {
  const { data, services, broker, line } = options;
  const placed = await placesOf(options);
  const gateway = placed.find(({ app }) => app === 'gateway');
  const world = placed.find(({ app }) => app === 'world');
  mkdirSync(runFolder(data), { recursive: true });
  writePeers(data, placed);
  const children = new Map<string, Supervised>();
  const stopping = new AbortController();
  const startedAt = new Date().toISOString();
  const notes = keptNotes(() => {
    writeRun(data, runOf(options, { placed, children, startedAt }));
  }, line);
  const { note } = notes;
  const settings = { ...options, bootstrap: broker.bootstrap, worldUrl: world?.peerUrl };
  for (const service of placed)
    children.set(
      service.name,
      supervise({
        name: service.name,
        args: ['--enable-source-maps', join(ROOT, 'apps', service.app, 'dist', 'main.js')],
        env: environmentOf(service, settings, options.env, options.own.get(service.name)),
        cwd: ROOT,
        line: (text) => {
          line(service.name, text);
        },
        onStarted: () => {
          // The first time it is not in the map yet; all are noted below.
          if (children.size === services.length) note();
        },
        onEnded: ({ code, signal, againInMs }) => {
          line('city', `${service.name} ended (${signal ?? `exit ${String(code)}`}); it begins again in ${String(againInMs)} ms`);
          note();
        },
      }),
    );
  note();
  broker.onRestarted(note);
  return {
    gatewayUrl: gateway?.url,
    ready: (withinMs) => allReady(placed, { withinMs, stopping: stopping.signal, line }),
    async stop() {
      stopping.abort();
      for (const child of children.values()) child.letEnd();
      // The gateway first: nobody begins anything more; then those who answer, and the world that they ask last of all.
      await Promise.all([...children].filter(([name]) => name === gateway?.name).map(([, child]) => child.stop(STOP_MS)));
      await Promise.all([...children].filter(([name]) => name !== world?.name).map(([, child]) => child.stop(STOP_MS)));
      await Promise.all([...children.values()].map((child) => child.stop(STOP_MS)));
      notes.end();
      forgetRun(data);
    },
  };
}

/** What cannot be written down now, on a full disk say, ends nothing: it is told, and written when that is possible again. */
function keptNotes(write: () => void, line: DistributedOptions['line']): { note(): void; end(): void } {
  let again: NodeJS.Timeout | undefined;
  let isUntold = true;
  const note = (): void => {
    clearTimeout(again);
    try {
      write();
      isUntold = true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (isUntold) line('city', `what runs cannot be written down, \`interlock status\` shows what ran before: ${why}`);
      isUntold = false;
      again = setTimeout(note, NOTE_AGAIN_MS);
    }
  };
  return {
    note,
    end() {
      clearTimeout(again);
    },
  };
}

async function placesOf({ services, host, port }: DistributedOptions): Promise<readonly PlacedService[]> {
  const ports = await freePorts(services.length * 2);
  return services.map((service, index) => {
    const own = service.app === 'gateway' && port !== 0 ? port : ports[index * 2];
    return { ...service, url: `http://${host}:${String(own)}`, peerUrl: `https://${host}:${String(ports[index * 2 + 1])}` };
  });
}

function writePeers(data: string, placed: readonly PlacedService[]): void {
  const peers = placed.flatMap(({ app, nodes, peerUrl }) => (app === 'world' ? ['world'] : nodes).map((node) => [node, peerUrl] as const));
  writeFileSync(peersFile(data), `${JSON.stringify(Object.fromEntries(peers), null, 2)}\n`);
}

function runOf(
  { clock, broker }: DistributedOptions,
  given: { readonly placed: readonly PlacedService[]; readonly children: ReadonlyMap<string, Supervised>; readonly startedAt: string },
): Run {
  return {
    ...{ pid: process.pid, startedAt: given.startedAt, clock, bootstrap: [...broker.bootstrap], brokers: [...broker.pids()] },
    services: given.placed.map(({ name, app, nodes, url, peerUrl }) => {
      const pid = given.children.get(name)?.pid();
      return { name, app, nodes: [...nodes], url, peerUrl, ...(pid !== undefined && { pid }) };
    }),
  };
}

interface Patience {
  readonly withinMs: number;
  /** Nobody waits for services that are being ended. */
  readonly stopping: AbortSignal;
  readonly line: DistributedOptions['line'];
}

async function allReady(placed: readonly PlacedService[], { withinMs, stopping, line }: Patience): Promise<void> {
  const begun = performance.now();
  const waiting = new Map(placed.map((service) => [service.name, 'it does not answer yet']));
  await Promise.all(
    placed.map(async ({ name, url }) => {
      while (!stopping.aborted && performance.now() - begun < withinMs) {
        const problem = await problemAt(url, stopping);
        if (problem === undefined) {
          waiting.delete(name);
          line('city', `${name} is ready (${String(placed.length - waiting.size)} of ${String(placed.length)})`);
          return;
        }
        waiting.set(name, problem);
        await sleep(LOOK_MS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }),
  );
  if (stopping.aborted) return;
  if (waiting.size === 0) return;
  throw new Fault({
    code: 'CITY_NOT_READY',
    what: `${[...waiting.keys()].join(', ')} did not become ready in ${String(Math.round(withinMs / 1_000))} s`,
    why: [...waiting].map(([name, problem]) => `${name}: ${problem}`).join('; '),
    how: 'see its lines above; `interlock status` shows who is ready, `interlock down` ends what runs',
    exit: EXIT.failed,
  });
}

/** What keeps a process from being ready, in its own words; nothing when it is. */
export async function problemAt(url: string, stopping?: AbortSignal): Promise<string | undefined> {
  try {
    const signals = [AbortSignal.timeout(LOOK_MS_MAX), ...(stopping ? [stopping] : [])];
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.any(signals) });
    if (answer.ok) return undefined;
    const said: unknown = await answer.json();
    const problems = typeof said === 'object' && said !== null && 'problems' in said && Array.isArray(said.problems) ? said.problems : [];
    return problems.length > 0 ? problems.map(String).join(', ') : `it answers ${String(answer.status)}`;
  } catch {
    return 'it does not answer yet';
  }
}
