import { type EventStore, type LogKeys } from '@interlock/kernel';
import { EXIT, Fault } from '../faults/fault.ts';
import { NO_REFERENCE_KEY } from './no-references.ts';

/**
 * A log that several processes may open says with which keys it is written; the first process wrote that down. Whoever has others could not
 * open what the others sealed, would seal what they cannot open, and would sign as somebody else: it is refused before it writes anything.
 */
export async function refuseOtherKeys(log: EventStore, own: LogKeys, folder: string): Promise<void> {
  const bound = await log.bindKeys?.(own);
  if (!bound) return;
  const others = [
    ...(bound.fingerprint === own.fingerprint ? [] : ['keys of another key file (keys.jsonl)']),
    // A log that began when its node still held the reference key says which; the node does without it now.
    ...([bound.references, NO_REFERENCE_KEY].includes(own.references)
      ? []
      : ['another reference key (reference.key, INTERLOCK_REFERENCE_KEY)']),
    ...(bound.verifierKey === own.verifierKey ? [] : [`another signing seed (log.key; its public half is ${bound.verifierKey})`]),
  ];
  if (others.length === 0) return;
  throw new Fault({
    code: 'KEYS_OF_ANOTHER_FOLDER',
    what: 'Its log is written with keys of another folder',
    why: `${folder} is not the folder whose keys the log began with: it is written with ${others.join(' and with ')}`,
    how: 'name the folder of keys that the node’s first process has (INTERLOCK_KEYS; empty: INTERLOCK_DATA), or put it back from its backup; nothing was written',
    exit: EXIT.conflict,
  });
}
