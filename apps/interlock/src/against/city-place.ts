import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ProcessCertificate, readCertificate } from '@interlock/adapters';
import { EXIT, Fault } from '@interlock/hosting';

/** A running distributed city as the player on the same machine finds it. */
export interface CityPlace {
  readonly data: string;
  /** What time it is in the story: read by processes that come back. */
  readonly clockFile: string;
  /** Where each node is reached, and `world`; read anew at each call, since a process that comes back may listen elsewhere. */
  addressOf(node: string): string | undefined;
  /** Nodes by the process that hosts them, and the world outside. */
  processes(): ReadonlyMap<string, readonly string[]>;
  readonly certificate: ProcessCertificate;
}

/** By the gateway’s address, or by the city’s data folder. Throws a Fault: CITY_UNREACHABLE, CITY_NOT_PLAYABLE, CITY_NOT_RUNNING. */
export async function findCity(where: { readonly url: string } | { readonly data: string }): Promise<CityPlace> {
  const data = resolve('data' in where ? where.data : await dataBehind(where.url));
  const file = join(data, 'run', 'peers.json');
  const peers = (): Readonly<Record<string, string>> => readPeers(file);
  if (peers()['world'] === undefined)
    throw new Fault({
      code: 'CITY_NOT_RUNNING',
      what: `No city that could be played runs on ${data}`,
      why: `${file} names no world outside`,
      how: 'start one with `interlock up --clock virtual`, with all its services',
      exit: EXIT.notFound,
    });
  return {
    data,
    clockFile: join(data, 'run', 'clock.json'),
    addressOf: (node) => peers()[node],
    processes: () => Map.groupBy(Object.keys(peers()), (node) => peers()[node] ?? ''),
    certificate: readCertificate(join(data, 'certificates'), 'player'),
  };
}

async function dataBehind(url: string): Promise<string> {
  const answer = await askGateway(url);
  const said: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined;
  if (typeof said === 'object' && said !== null && 'data' in said && typeof said.data === 'string') return said.data;
  throw new Fault({
    code: 'CITY_NOT_PLAYABLE',
    what: `No story can be played on ${url}`,
    why: `it does not say where its city is (status ${String(answer.status)}): a city on the system’s clock cannot be moved through a story’s time`,
    how: 'start one with `interlock up --clock virtual` on this machine, and name its gateway',
    exit: EXIT.conflict,
  });
}

async function askGateway(url: string): Promise<Response> {
  try {
    return await fetch(new URL('/control/city', url), { signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new Fault(
      {
        code: 'CITY_UNREACHABLE',
        what: `${url} does not answer`,
        why: error instanceof Error ? error.message : String(error),
        how: 'name the address of a running gateway, as `interlock up` printed it (http://127.0.0.1:3000)',
        exit: EXIT.notFound,
      },
      { cause: error },
    );
  }
}

export function readPeers(file: string): Readonly<Record<string, string>> {
  if (!existsSync(file)) return {};
  const said: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof said !== 'object' || said === null) return {};
  return Object.fromEntries(Object.entries(said).flatMap(([node, url]) => (typeof url === 'string' ? [[node, url]] : [])));
}
