import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLogSnapshot } from '@interlock/adapters';
import { rosterOf } from '@interlock/hosting';
import { plusMs, MS_PER_MINUTE } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { type Story } from '@interlock/simulator';
import { openCuttingProxy } from '../peers/cutting-proxy.suite.ts';
import { type CityProcesses, peersOf, writePeers } from '../processes/city-processes.suite.ts';
import { fillDisk } from './own-disk.suite.ts';
import { repeatDeliveries } from './repeated-deliveries.suite.ts';

/** Something goes wrong, and is mended after a while. Resolves when it is mended. */
export interface Fault {
  readonly name: string;
  strike(city: CityProcesses, story: Story, over: AbortSignal): Promise<void>;
  /** Lies in wait until somebody needs what it has taken away, or the story is over; other faults do not wait for it. */
  readonly lurks?: true;
  /** Asked when the story is over: why nobody can have felt it. */
  missed?(city: CityProcesses): string | undefined;
}

/** The starter begins it again by itself, on the log that it left. */
export function killed(service: string): Fault {
  let written = 0;
  return {
    name: `kill -9 of ${service}`,
    async strike(city) {
      const pid = city.pidOf(service);
      process.kill(pid, 'SIGKILL');
      written = writtenBy(city, service);
      await comesBack(city, service, pid);
    },
    missed: (city) => (writtenBy(city, service) > written ? undefined : `${service} had nothing to do after it`),
  };
}

/** Begun again by the starter, on the detours that are told to it. */
async function comesBack(city: CityProcesses, service: string, formerly: number): Promise<void> {
  const peers = peersOf(city.data);
  writePeers(city.data, { ...peers, ...city.detours.get(service) });
  await until(() => city.pidOf(service) !== formerly);
  await city.ready(service);
  writePeers(city.data, peers);
}

const NODES: Readonly<Record<string, RegExp>> = {
  ...{ police: /^police$/, bank: /^(?:bank-|pay-|card-)/, telecom: /^operator-/, 'joint-office': /^office$/, gateway: /^city$/ },
};

/** How far its logs have grown: positions of all its nodes, or what the world outside was asked to do. */
function writtenBy({ data }: CityProcesses, service: string): number {
  if (service === 'world') return statSync(join(data, 'world.jsonl')).size;
  return nodesOf(data, service).reduce((sum, node) => {
    const log = openLogSnapshot(join(data, node, 'log.sqlite'));
    const head = Number(log.head());
    log.close();
    return sum + head;
  }, 0);
}

function nodesOf(data: string, service: string): readonly string[] {
  const nodes = rosterOf(readRegister().members).map(({ code }) => code);
  return nodes.filter((node) => NODES[service]?.test(node));
}

export function brokerKilled(awayMs: number): Fault {
  return {
    name: `broker killed, back after ${String(awayMs / 1_000)} s`,
    async strike(city) {
      const pid = city.brokerPid();
      city.holdStarter();
      process.kill(pid, 'SIGKILL');
      await sleep(awayMs);
      city.letStarterGo();
      await until(() => city.brokerPid() !== pid);
      for (const service of city.services) await city.ready(service);
    },
  };
}

export function brokerPaused(forMs: number): Fault {
  return {
    name: `broker paused for ${String(forMs / 1_000)} s`,
    async strike(city) {
      const pid = city.brokerPid();
      process.kill(pid, 'SIGSTOP');
      await sleep(forMs);
      process.kill(pid, 'SIGCONT');
    },
  };
}

/** One process stands still, as in a long pause of its garbage collector or a machine that swaps. */
export function paused(service: string, forMs: number): Fault {
  return {
    name: `${service} paused for ${String(forMs / 1_000)} s`,
    async strike(city) {
      const pid = city.pidOf(service);
      process.kill(pid, 'SIGSTOP');
      await sleep(forMs);
      process.kill(pid, 'SIGCONT');
    },
  };
}

/** A line from a service to a node that can be cut: a TCP proxy stands in it, told to the service at each start from now on. */
export interface Link {
  readonly cut: (forMs: number) => Fault;
  close(): Promise<void>;
}

/** A disk that nobody uses is given up waiting for. */
const UNUSED_MS = 60_000;

export async function linkBetween(city: CityProcesses, service: string, node: string): Promise<Link> {
  const proxy = await openCuttingProxy(Number(new URL(peersOf(city.data)[node] ?? '').port));
  city.detours.set(service, { [node]: `https://127.0.0.1:${String(proxy.port)}` });
  const pid = city.pidOf(service);
  process.kill(pid, 'SIGKILL');
  await comesBack(city, service, pid);
  return {
    cut(forMs) {
      let isFelt = false;
      return {
        name: `link from ${service} to ${node} cut for ${String(forMs / 1_000)} s`,
        lurks: true,
        async strike(_city, _story, over) {
          const before = proxy.refused();
          proxy.refuse(true);
          await until(() => proxy.refused() > before || over.aborted);
          isFelt = proxy.refused() > before;
          if (isFelt) await sleep(forMs);
          proxy.refuse(false);
        },
        missed: () => (isFelt ? undefined : `nobody used the line from ${service} to ${node}`),
      };
    },
    close: () => proxy.close(),
  };
}

/** Nothing can be written of a node that has a disk of its own: not its log, its views or its keys, nor the story’s time that it keeps. */
export function diskFull(service: string, node: string, forMs: number): Fault {
  let said = 0;
  const isFelt = (city: CityProcesses): boolean => /ENOSPC|STORE_FULL|KEYS_/.test(city.said().slice(said));
  return {
    name: `disk full of ${service} for ${String(forMs / 1_000)} s`,
    async strike(city) {
      said = city.said().length;
      const makeRoom = fillDisk(join(city.data, node));
      const patientUntil = performance.now() + UNUSED_MS;
      await until(() => isFelt(city) || performance.now() > patientUntil);
      await sleep(forMs);
      makeRoom();
    },
    missed: (city) => (isFelt(city) ? undefined : `${service} wrote nothing while its disk was full`),
  };
}

/** Its log cannot grow, all else can be written: the story goes on, and what is sent is refused. */
export function logLimited(service: string, node: string, forMs: number): Fault {
  let said = 0;
  return {
    name: `log of ${service} at its size limit for ${String(forMs / 1_000)} s`,
    async strike(city) {
      const pid = city.pidOf(service);
      const bytes = statSync(join(city.data, node, 'log.sqlite-wal'), { throwIfNoEntry: false })?.size ?? 0;
      said = city.said().length;
      limitFileSize(pid, String(Math.max(1, bytes)));
      await sleep(forMs);
      limitFileSize(pid, 'unlimited');
    },
    missed: (city) => (city.said().includes('STORE_', said) ? undefined : `${service} wrote nothing while its log could not grow`),
  };
}

export function canLimitFileSize(): boolean {
  return spawnSync('prlimit', ['--version']).status === 0;
}

function limitFileSize(pid: number, bytes: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}

/** Messages of lanes come again, and not in their order, from somebody who may write them. */
export function repeated(lanes: readonly { readonly from: string; readonly to: string }[]): Fault {
  return { name: 'repeated and reordered deliveries', strike: (city) => repeatDeliveries(city, lanes) };
}

/** For half an hour of the story nobody of this service is there; time goes on, and so do the deadlines of all others. */
export function downFor(service: string, minutes: number): Fault {
  return {
    name: `${service} down for ${String(minutes)} minutes of the story`,
    async strike(city, story) {
      const peers = peersOf(city.data);
      const nodes = nodesOf(city.data, service);
      const pid = city.pidOf(service);
      city.holdStarter();
      process.kill(pid, 'SIGKILL');
      // Whoever is not there is not asked.
      writePeers(city.data, Object.fromEntries(Object.entries(peers).filter(([node]) => !nodes.includes(node))));
      for (let minute = 1; minute <= minutes; minute += 1) {
        await story.city.goTo(plusMs(story.city.now(), MS_PER_MINUTE));
        await story.city.fireDue();
      }
      writePeers(city.data, peers);
      city.letStarterGo();
      await comesBack(city, service, pid);
      await story.city.goTo(story.city.now());
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
