import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessCertificate } from '@interlock/adapters';
import {
  type Closing,
  type DataLock,
  createClosing,
  givenReferenceKey,
  lockData,
  serveProbes,
  skewed,
  systemClock,
} from '@interlock/hosting';
import { type Nodes, ControlModule, listenForPeers, makeControlledClock } from '@interlock/nest-kit';
import { cityReferences } from '@interlock/trust';
import { openWorld } from './open-world.ts';
import { WorldModule } from './world.module.ts';

export interface WorldOptions {
  /** Of the city: the world’s own files lie in it as those of a played story do. */
  readonly data: string;
  readonly host: string;
  /** Of the probes; 0 takes any free one. */
  readonly port: number;
  /** For the banks, the operators and the player. */
  readonly peerPort: number;
  /** Of the name `world`. */
  readonly certificate: ProcessCertificate;
  readonly clock: 'system' | 'virtual';
  readonly clockSkewMs?: number;
  /** The city’s; unset: the one of the folder. */
  readonly referenceKey?: Uint8Array;
  report(failure: { readonly operation: string; readonly error: unknown }): void;
}

export interface ServedWorld {
  readonly url: string;
  readonly peerUrl: string;
  stop(): Promise<void>;
}

/** Serves the world outside: to each bank its core system, to each operator its network, to the player what people do. */
export async function serveWorld(options: WorldOptions): Promise<ServedWorld> {
  const own = join(options.data, 'world');
  mkdirSync(own, { recursive: true });
  const lock = lockData(own, new Date().toISOString());
  const closing = createClosing();
  const stop = async (): Promise<void> => {
    const failures = [...(await closing.run('node')), ...(await closing.run('files'))];
    lock.release();
    if (failures.length > 0) throw failures[0];
  };
  try {
    return { ...(await serve(options, { own, lock, closing })), stop };
  } catch (error) {
    // What kept it from starting is what must be told.
    await stop().catch(() => undefined);
    throw error;
  }
}

async function serve(
  { data, host, certificate, ...options }: WorldOptions,
  { own, lock, closing }: { readonly own: string; readonly lock: DataLock; readonly closing: Closing },
): Promise<Omit<ServedWorld, 'stop'>> {
  const skewMs = options.clockSkewMs ?? 0;
  const times = { file: join(own, 'clock.json'), cityFile: join(data, 'run', 'clock.json') };
  const controlled = options.clock === 'virtual' ? makeControlledClock({ ...times, skewMs }) : undefined;
  const clock = controlled ?? skewed(systemClock, skewMs);
  const references = cityReferences(givenReferenceKey(options.referenceKey, data));
  const files = { journal: join(data, 'world.jsonl'), known: join(own, 'known.jsonl'), masterKey: join(own, 'master.key') };
  const { world, close } = openWorld(files, { clock, references });
  closing.add('files', close);
  const peers = await listenForPeers({
    ...{ nodes: NOBODY, verify: nobodyActs, keyFor: async () => 'not-granted', report: options.report },
    ...{ certificates: new Map([['world', certificate]]), host, port: options.peerPort },
    modules: [WorldModule.of(world), ...(controlled ? [ControlModule.of({ nodes: NOBODY, clock: controlled })] : [])],
  });
  closing.add('node', () => peers.close());
  const probes = await serveProbes({
    ...{ config: { host, port: options.port }, nodes: NOBODY, issuers: { members: new Map() }, clock },
    ...{ surroundings: {}, sealedThrough: () => undefined },
  });
  closing.add('node', () => probes.close());
  lock.listensAt(probes.url);
  return { url: probes.url, peerUrl: peers.url };
}

const NOBODY: Nodes = { get: () => undefined, all: () => [] };

/** No node is here that a person’s token could be for. */
async function nobodyActs(): Promise<{ readonly ok: false; readonly code: string; readonly message: string }> {
  return { ok: false, code: 'TOKEN_WRONG_AUDIENCE', message: 'No node is here' };
}
