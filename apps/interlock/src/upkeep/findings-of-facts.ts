import { statSync } from 'node:fs';
import { type LogSnapshot } from '@interlock/adapters';
import { type RosterEntry, hears } from '@interlock/hosting';
import { type UnreadFacts, START, decodeEvent, lastEpoch, receivedStream, recipientBreaks, unreadFacts } from '@interlock/kernel';
import { foldsOf } from '../embedded/definitions.ts';
import { type CityFiles, entryNamed } from './city-files.ts';
import { type Finding } from './finding.ts';

type Logs = ReadonlyMap<string, LogSnapshot>;

/** What came in and cannot be used as it is, what did not come in, and whose clock is doubtful. Larger logs than that are not read whole. */
export async function findingsOfFacts(files: CityFiles, logs: Logs, largestBytes: number): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const [code, log] of logs) {
    const entry = entryNamed(files, code);
    if (!entry) continue;
    found.push(...(await gapsOf(entry, files, log)));
    if (statSync(files.folder.log(code)).size > largestBytes) continue;
    found.push(...(await unreadFacts(log, foldsOf(entry.kind))).map((facts) => unreadFinding(code, facts)));
    if (entry.kind === 'police') found.push(...(await skewsOf(code, log)));
  }
  return found;
}

function unreadFinding(node: string, { code, from, type, count, first, last, lastAt, problem }: UnreadFacts): Finding {
  const numbers = count === 1 ? `number ${String(first)}` : `${String(count)} of them, numbers ${String(first)} to ${String(last)}`;
  return {
    ...{ code, about: node },
    message: `${type} of ${from} is kept and not read (${numbers}, last at ${lastAt}): ${problem}`,
    todo: unreadTodo(code, node, from),
  };
}

export function unreadTodo(code: UnreadFacts['code'], node: string, from: string): string {
  return TODO[code](node, from);
}

const TODO: Readonly<Record<UnreadFacts['code'], (node: string, from: string) => string>> = {
  CONTRACT_UNKNOWN_VERSION: (node, from) =>
    `update Interlock at ${node}, or let ${from} tell both versions until then (docs/how-to/upgrade.md); then views show it, and what is parked is redriven`,
  CONTRACT_UNKNOWN: (node, from) => `update Interlock at ${node} if it has to know it; else ${from} need not tell it`,
  FACT_UNREADABLE: (_node, from) => `have ${from} find out what wrote it: a node of ours tells what fits its contract`,
  FACT_OF_ANOTHER: (node, from) => `ask ${from} why it speaks for another: nothing was done about it at ${node}`,
};

/** A lane whose recipient misses facts that its source did not give. */
async function gapsOf(entry: RosterEntry, { roster }: CityFiles, log: LogSnapshot): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const from of hears(entry, roster)) {
    const { events } = await log.readStream(recipientBreaks(from), { direction: 'backwards', limit: 1 });
    const last = events[0] && decodeEvent(events[0]);
    if (last?.type !== 'LaneGap') continue;
    const { epoch, head } = await lastEpoch(log, (one) => receivedStream(from, one));
    if (last.data['epoch'] !== epoch || Number(last.data['number']) <= head) continue;
    found.push({
      ...{ code: 'LANE_GAP', about: entry.code },
      message: `lane ${from} → ${entry.code}: fact ${String(head + 1)} and what follows are missing since ${last.recordedAt}; ${from} did not give them`,
      todo: `see that ${from} runs and can be reached: they are fetched by themselves as soon as it answers`,
    });
  }
  return found;
}

/** architecture.md 9: the bank's moment and its receipt by the police differ by more than D-02 takes for granted. No term changes. */
async function skewsOf(node: string, log: LogSnapshot): Promise<readonly Finding[]> {
  const banks = new Map<string, { count: number; last: string }>();
  const sources = new Map<string, string>();
  for (let after = START, atHead = false; !atHead;) {
    const page = await log.readAll({ after, streamPrefixes: ['stop-payment-', 'received-'] });
    for (const event of page.events) {
      if (event.type === 'bank.stop-applied.v1') sources.set(event.id, event.stream.slice('received-'.length));
      if (event.type !== 'StopApplied') continue;
      const { data, meta, recordedAt } = decodeEvent(event);
      if (data['skewed'] !== true) continue;
      const bank = sources.get(meta.causationId ?? '') ?? 'a bank';
      banks.set(bank, { count: (banks.get(bank)?.count ?? 0) + 1, last: `${String(data['answeredAt'])}, received at ${recordedAt}` });
    }
    ({ atHead, next: after } = page);
  }
  return [...banks].map(([bank, { count, last }]) => ({
    ...{ code: 'CLOCK_SKEWED', about: bank },
    message: `${bank} and ${node} did not agree on the time of ${String(count)} stops; the last is of ${last}`,
    todo: `compare the clocks of ${bank} and ${node}; the terms are counted from the bank’s moment all the same`,
  }));
}
