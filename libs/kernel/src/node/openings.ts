import { type Clock } from '../clock.ts';
import { type NodeContext, type Opened } from '../commands.ts';
import { type EventStore } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type KeyStore, type Sealed } from '../sealed.ts';
import { encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';

/**
 * Opens personal data: the record of who opened which field, and why, is durable before the clear text is given out.
 * One stream per request, so that openings never wait for each other.
 */
export function createOpenings(node: string, store: EventStore, keys: KeyStore, clock: Clock): NodeContext['open'] {
  return async (fields, why) => {
    if (fields.length === 0) return [];
    const opened: Opened[] = await Promise.all(fields.map((field) => keys.open(field)));
    const names = fields.map((field, index) => nameOf(field, opened[index]));
    const at = clock.now();
    const actor = why.actor.kind === 'person' ? `${why.actor.member}/${why.actor.person}` : why.actor.name;
    const { purpose, stated, caseId } = why;
    const data = { fields: names, purpose, ...(stated && { stated }), ...(caseId !== undefined && { caseId }) };
    for (let turn = 0; ; turn += 1) {
      const id = idOf('opening', node, actor, at, why.purpose, JSON.stringify(names), turn);
      const stream = streamName('opening', id);
      const { head } = await store.readStream(stream, { limit: 1 });
      // The same person opening the same fields in the same millisecond opens them again: that is recorded again.
      if (head !== -1) continue;
      const event = encodeEvent({ id, type: 'FieldsOpened', schemaVersion: 1, stream, data, meta: { actor: why.actor }, recordedAt: at });
      // Two at once: the one that finds itself stored already is another opening.
      if ((await store.append([{ stream, expected: 'no-stream', events: [event] }])).deduplicated) continue;
      return opened;
    }
  };
}

const KEY = /^[a-z][a-z0-9-]{1,40}\/[0-9a-f-]{36}$/;

/** Which field it was. Of one that did not open only the key is known to be no words of the asker’s. */
function nameOf({ key, path, commandId }: Sealed, opened: Opened | undefined) {
  const code = codeOf(opened);
  return opened?.ok ? { key, path, commandId, code } : { ...(KEY.test(key) && { key }), code };
}

function codeOf(opened: Opened | undefined): string {
  if (opened === undefined) return 'UNKNOWN';
  return opened.ok ? 'OPENED' : opened.code;
}
