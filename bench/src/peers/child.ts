import { type PeerKind, openPeer } from './emmett-store.ts';
import { type Task, doTask } from './tasks.ts';

/** A competitor in a process of its own: what it breaks there is its own fault, and counted. */
const [kind, place] = process.argv.slice(2);
if (!isKind(kind) || place === undefined) throw new Error('Started by the bench, with a kind and a place');

try {
  const store = await openPeer(kind, place);
  process.on('message', (task: Task) => {
    doTask(store, task).then(
      (sample) => process.send?.({ type: 'done', sample }),
      (error: unknown) => process.send?.({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.send?.({ type: 'ready' });
} catch (error) {
  process.send?.({ type: 'unavailable', reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
}

function isKind(word: string | undefined): word is PeerKind {
  return word === 'sqlite' || word === 'sqlite-shared' || word === 'postgres';
}
