import { describe, expect, it } from '@jest/globals';
import {
  type Decider,
  accept,
  policy,
  reject,
  to,
  view,
  type NodeDefinition,
  type Instant,
  type Memory,
  type Stream,
  timers,
  effect,
} from './index.ts';

type Command = { readonly type: 'Open'; readonly what: string; readonly at: Instant } | { readonly type: 'Shut'; readonly at: Instant };
type Event = { readonly type: 'Opened'; readonly what: string; readonly openedAt: Instant } | { readonly type: 'Closed' };
const decider: Decider<Command, boolean, Event, { readonly type: 'AlreadyOpen' }> = {
  initial: false,
  decide(command, isOpen) {
    if (command.type === 'Shut') return accept<Event>({ type: 'Closed' });
    return isOpen ? reject({ type: 'AlreadyOpen' }) : accept({ type: 'Opened', what: command.what, openedAt: command.at });
  },
  evolve: (_, event) => event.type === 'Opened',
};
const door: Stream<Command, boolean, Event, { readonly type: 'AlreadyOpen' }> = { category: 'door', decider };
const openings: Memory<number> = { name: 'openings', initial: () => 0, on: ['Opened'], evolve: (n) => n + 1 };

describe('a node definition', () => {
  it('takes typed parts and forgets their types', () => {
    const definition: NodeDefinition = {
      kind: 'house',
      streams: [door],
      receives: [],
      views: [
        view<{ readonly what: string; readonly openedAt: Instant }, Event>({
          name: 'house_doors',
          version: 1,
          rows: { key: 'what', indexes: ['openedAt'] },
          on: ['Opened'],
          apply(event, rows) {
            if (event.type === 'Opened') rows.put({ what: event.what });
          },
        }),
      ],
      memories: [openings],
      policies: [
        policy<Extract<Event, { type: 'Opened' }>, number>({
          name: 'house_shut_when_opened',
          on: ['Opened'],
          memory: openings,
          keys: (event) => [event.what],
          react: (event, _recorded, count) => (count > 1 ? [to(door, event.what, { type: 'Shut' })] : []),
        }),
      ],
      effects: [effect<Event, undefined>({ name: 'house_ring', on: ['Opened'], run: () => Promise.resolve([]) })],
      timers: [timers<Event>({ name: 'house_shut', on: ['Opened'], changes: () => [] })],
      commands: [],
      queries: [],
    };
    expect(definition.streams[0]?.category).toBe('door');
  });
});
