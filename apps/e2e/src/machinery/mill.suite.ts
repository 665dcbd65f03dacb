import { type Effect, type Instant, type NodeDefinition, type Stream, accept, effect, fromMs, timers, to, toMs } from '@interlock/kernel';
import { type LetterEvent, houseNode, letters } from './two-houses.suite.ts';

/** A house that does all that a node does: what arrives is filed by a policy and stamped outside by an effect, what is posted expires by a timer. */
interface StampPorts {
  stamp(key: string): Promise<number>;
}

type StampCommand = { readonly type: 'Note'; readonly stamp: number; readonly at: Instant };
interface Noted {
  readonly type: 'Noted';
  readonly stamp: number;
}
const stamps: Stream<StampCommand, number, Noted, { readonly type: 'Never' }> = {
  category: 'stamp',
  decider: { initial: 0, decide: ({ stamp }) => accept({ type: 'Noted', stamp }), evolve: (count) => count + 1 },
};

const stampWhenFiled: Effect<{ readonly type: 'Filed' }, StampPorts> = effect({
  name: 'mill_stamp',
  on: ['Filed'],
  async run(_filed, recorded, { ports }) {
    const stamp = await ports.stamp(recorded.id);
    return [to(stamps, recorded.stream.slice('receipt-'.length), { type: 'Note', stamp })];
  },
});

/** Real time: short, so that a test need not wait for long. */
export const MILL_EXPIRES_MS = 1_000;
const expireSoon = timers<LetterEvent>({
  name: 'mill_expire',
  on: ['Posted', 'Expired'],
  changes(event, { stream }) {
    const letter = stream.slice('letter-'.length);
    if (event.type === 'Expired') return [{ cancel: letter }];
    return [{ set: letter, dueAt: fromMs(toMs(event.postedAt) + MILL_EXPIRES_MS), then: to(letters, letter, { type: 'Expire' }) }];
  },
});

export const millNode: NodeDefinition<StampPorts> = {
  ...houseNode,
  kind: 'house',
  streams: [...houseNode.streams, stamps],
  effects: [stampWhenFiled],
  timers: [expireSoon],
};
