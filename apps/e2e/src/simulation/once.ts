import { type NodeDefinition, type Recorded } from '@interlock/kernel';
import { type JournalEntry } from '@interlock/simulator';
import { Broken } from './broken.ts';

/** What a command left in a stream, it left there in one append: it was carried out once. And nothing is ordered twice. */
export function checkOnce(code: string, log: readonly Recorded[]): void {
  const last = new Map<string, number>();
  const ordered = new Set<unknown>();
  for (const { stream, revision, type, data, meta } of log) {
    if (/^(?:lane|received|key)-/.test(stream)) continue;
    const command = meta.commandId === undefined ? undefined : `${stream} ${meta.commandId}`;
    const before = command === undefined ? undefined : last.get(command);
    if (before !== undefined && before !== revision - 1)
      throw new Broken('a command is carried out once', `${code} ${String(command)}: revisions ${String(before)} and ${String(revision)}`);
    if (command !== undefined) last.set(command, revision);
    const order = type === 'StopOrdered' ? data['orderId'] : type === 'FreezeOrdered' ? data['freezeId'] : undefined;
    if (order === undefined) continue;
    if (ordered.has(order)) throw new Broken('nothing is ordered twice', `${code} ${type} ${stream}`);
    ordered.add(order);
  }
}

/** The systems outside were asked under the ids of recorded intents, and each of them did a thing once. */
export function checkActedOnce(
  nodes: readonly { readonly effects: NodeDefinition['effects']; readonly log: readonly Recorded[] }[],
  entries: readonly JournalEntry[],
): void {
  const intents = new Set<string>();
  for (const { effects, log } of nodes) {
    const asked = new Set(effects.flatMap(({ on }) => on));
    for (const { type, id, stream } of log) if (asked.has(type) && !/^(?:lane|received)-/.test(stream)) intents.add(id);
  }
  const done = new Set<string>();
  for (const entry of entries) {
    if (!('key' in entry) || entry.kind === 'own-hold-began') continue;
    const once = `${entry.kind} ${entry.key}`;
    if (!intents.has(entry.key)) throw new Broken('the outside acts on recorded intents only', once);
    if (done.has(once)) throw new Broken('the outside acts once for an intent', once);
    done.add(once);
  }
}
