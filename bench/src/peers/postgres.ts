import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Skipped } from '../harness/types.ts';

export interface PostgresServer {
  readonly address: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 10_000;

/** A server of our own with its defaults on a free local port. BENCH_POSTGRES names another one instead. */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env['BENCH_POSTGRES'];
  if (given) return { address: given, stop: () => Promise.resolve() };
  const bin = binaries();
  const owner = ownerOf();
  const folder = mkdtempSync(join(tmpdir(), 'interlock-bench-pg-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  if (owner) for (const path of [folder, data]) chownSync(path, owner.uid, owner.gid);
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'bench', '--auth=trust', '--encoding=UTF8'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder];
  const server = spawn(join(bin, 'postgres'), args, { ...owner, cwd: folder, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await ready(bin, port);
  return {
    address: `postgresql://bench@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function binaries(): string {
  const installed = '/usr/lib/postgresql';
  const folders = [
    ...(existsSync(installed) ? readdirSync(installed).map((version) => join(installed, version, 'bin')) : []),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (!found) throw new Skipped('PostgreSQL is not installed here (or name a server in BENCH_POSTGRES)');
  return found;
}

/** PostgreSQL refuses to run as root. */
function ownerOf(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    throw new Skipped('PostgreSQL refuses to run as root and there is no user postgres');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port'))));
    });
  });
}

async function ready(bin: string, port: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
      return;
    } catch {
      if (performance.now() > deadline) throw new Skipped(`PostgreSQL did not start within ${READY_WITHIN_MS / 1_000} s`);
      await sleep(100);
    }
  }
}
