import { isDeepStrictEqual } from 'node:util';
import { type NodeDefinition, type Recorded } from '@interlock/kernel';
import { type JournalEntry } from '@interlock/simulator';
import { Broken } from './broken.ts';

/** What a command left in a stream, it left there in one append: it was carried out once. And nothing is ordered twice. */
export function checkOnce(code: string, log: readonly Recorded[]): void {
  const leftBy = new Map<string, Recorded[]>();
  const ordered = new Set<unknown>();
  for (const recorded of log) {
    const { stream, type, data, meta } = recorded;
    if (/^(?:lane|received|key)-/.test(stream)) continue;
    if (meta.commandId !== undefined) {
      const command = `${stream} ${meta.commandId}`;
      const before = leftBy.get(command) ?? [];
      checkOneAppend(`${code} ${command}`, before, recorded);
      leftBy.set(command, [...before, recorded]);
    }
    const order = type === 'StopOrdered' ? data['orderId'] : type === 'FreezeOrdered' ? data['freezeId'] : undefined;
    if (order === undefined) continue;
    if (ordered.has(order)) throw new Broken('nothing is ordered twice', `${code} ${type} ${stream}`);
    ordered.add(order);
  }
}

/** Revision after revision, and nothing said twice: a second append of the same command counts its events from the first again, or says the same. */
function checkOneAppend(where: string, before: readonly Recorded[], recorded: Recorded): void {
  const last = before.at(-1);
  const isNext = last === undefined || last.revision === recorded.revision - 1;
  const same = before.find(
    ({ id, type, data }) => id === recorded.id || (type === recorded.type && isDeepStrictEqual(data, recorded.data)),
  );
  if (isNext && !same) return;
  const revisions = `revisions ${String((same ?? last)?.revision)} and ${String(recorded.revision)}`;
  throw new Broken('a command is carried out once', `${where}: ${revisions}`);
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

/** What an effect had to do outside is answered in the log that asked for it. */
export function checkAllDone(code: string, effects: NodeDefinition['effects'], log: readonly Recorded[]): void {
  const answered = new Set(
    log.flatMap(({ meta: { actor, causationId } }) => (actor.kind === 'effect' ? [`${actor.name} ${String(causationId)}`] : [])),
  );
  for (const { name, on } of effects)
    for (const { id, type, stream } of log)
      if (on.includes(type) && !/^(?:lane|received)-/.test(stream) && !answered.has(`${name} ${id}`))
        throw new Broken('everything that is to be done outside is done', `${code} ${name}: ${type} in ${stream}`);
}
