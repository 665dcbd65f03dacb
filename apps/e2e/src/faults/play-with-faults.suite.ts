import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { makeHttpTransport, openPeerClient, readCertificate } from '@interlock/adapters';
import { ROOT } from '@interlock/hosting';
import { playAgainst } from '@interlock/interlock';
import { type CommandAnswer, type Instant } from '@interlock/kernel';
import { issueToken, issuerKeysIn } from '@interlock/nest-kit';
import { type Cast, type PlayedCommand, type Scenario, type StoryResult } from '@interlock/simulator';
import { type CityProcesses, peersOf } from '../processes/city-processes.suite.ts';
import { type Fault } from './faults.suite.ts';

export interface Acknowledged {
  readonly node: string;
  readonly command: PlayedCommand;
  readonly answer: CommandAnswer;
}

export interface FaultyPlay {
  readonly result: StoryResult;
  readonly acknowledged: readonly Acknowledged[];
  /** Business time when it ended. */
  readonly endedAt: Instant;
  readonly struck: readonly Struck[];
}

export interface Struck {
  readonly name: string;
  /** Why nobody can have felt it. */
  readonly missed?: string;
}

export interface PlannedFault {
  readonly afterAct: number;
  readonly fault: Fault;
  /** Not while the next act is at work, but before it begins. */
  readonly atRest?: boolean;
  /** How far into the next act. */
  readonly intoActMs?: number;
}

const INTO_THE_ACT_MS = 15;

/**
 * Plays a story while things go wrong: each fault strikes in the midst of what follows the act that it is named with, or at rest after it, and
 * the next one waits until it is mended, unless it lurks.
 */
export async function playWithFaults(city: CityProcesses, scenario: Scenario, faults: readonly PlannedFault[]): Promise<FaultyPlay> {
  const acknowledged: Acknowledged[] = [];
  const struck: Fault[] = [];
  let endedAt = scenario.startsAt;
  let striking: Promise<void> = Promise.resolve();
  const lurking: Promise<void>[] = [];
  const over = new AbortController();
  let acts = 0;
  const result = await playAgainst({
    ...{ scenario, file: `${scenario.name}.yaml`, city: { url: city.url }, progress: () => undefined },
    onAnswer(node, command, answer) {
      acknowledged.push({ node, command, answer });
    },
    async onAct(_, story) {
      acts += 1;
      endedAt = story.city.now();
      for (const { fault, atRest = false, intoActMs = INTO_THE_ACT_MS } of faults.filter(({ afterAct }) => afterAct === acts)) {
        if (fault.lurks !== true) await striking;
        struck.push(fault);
        const strike = async (): Promise<void> => {
          if (!atRest) await sleep(intoActMs);
          await fault.strike(city, story, over.signal);
        };
        const mended = strike();
        // Whoever awaits it hears of it; nobody else does before.
        mended.catch(() => undefined);
        if (fault.lurks === true) {
          lurking.push(mended);
          continue;
        }
        striking = mended;
        if (atRest) await striking;
      }
    },
  }).finally(() => {
    over.abort();
  });
  await Promise.all([striking, ...lurking]);
  return { result, acknowledged, endedAt, struck: struck.map((fault) => feltIn(city, fault)) };
}

function feltIn(city: CityProcesses, fault: Fault): Struck {
  const missed = fault.missed?.(city);
  return { name: fault.name, ...(missed !== undefined && { missed }) };
}

/** What was answered, without whether it was answered before. */
function unmarked(outcome: unknown): unknown {
  return JSON.parse(JSON.stringify(outcome, (key, field: unknown) => (key === 'repeated' ? undefined : field)));
}

/** Positions are too large for numbers. */
function jsonLine(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? String(field) : field));
}

/** Commands that were acknowledged and are not there any more, or were carried out another time: sent again, each must give its first answer. */
export async function lostOf(city: CityProcesses, { acknowledged, endedAt }: FaultyPlay): Promise<readonly string[]> {
  const client = openPeerClient({
    addressOf: (node) => peersOf(city.data)[node],
    certificate: readCertificate(join(city.data, 'certificates'), 'player'),
  });
  const transport = makeHttpTransport({ client, clock: { now: () => endedAt } });
  const keys = issuerKeysIn(city.data);
  const tokenOf = ({ member, person, role, unit }: Cast, audience: string): Promise<string> =>
    issueToken({ member, person, role, unit, audience, ttlSeconds: 3_600, now: endedAt }, keys);
  const lost: string[] = [];
  try {
    for (const { node, command, answer } of acknowledged.filter(({ answer: first }) => first.ok)) {
      const { name, commandId, body, by, second } = command;
      const again = await transport.command(node, {
        ...{ name, commandId, body, token: await tokenOf(by, node) },
        ...(second && { secondToken: await tokenOf(second, node) }),
      });
      const isSame = again.ok && again.repeated && isDeepStrictEqual(unmarked(again.outcome), unmarked(answer.outcome));
      if (!isSame) lost.push(`${node} ${name} ${commandId}: ${jsonLine(again)}, first ${jsonLine(answer)}`);
    }
  } finally {
    await client.close();
  }
  return lost;
}

/** What a separate process finds in copies of the stopped city’s logs: signed as they are, lanes alike at both ends, views as a fresh fold. */
export function examineCopy(data: string): readonly string[] {
  const copy = `${data}-copy`;
  cpSync(data, copy, { recursive: true, filter: (path) => !path.startsWith(join(data, 'kafka')) });
  const findings = [['verify', '--deep'], ['rebuild']].flatMap((args) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'apps', 'cli', 'dist', 'main.js'), ...args, '--data', copy],
      {
        env: { PATH: process.env['PATH'] },
        encoding: 'utf8',
      },
    );
    return status === 0 ? [] : [`${args.join(' ')} ended with ${String(status)}: ${stdout}${stderr}`];
  });
  rmSync(copy, { recursive: true });
  return findings;
}
