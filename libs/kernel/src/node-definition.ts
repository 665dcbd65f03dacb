import { type CommandRoute, type QueryRoute } from './commands.ts';
import { type Contract, type Upcast } from './contract.ts';
import { type Message } from './decider.ts';
import { type Effect } from './effect.ts';
import { type Memory, type Policy } from './policy.ts';
import { type Stream } from './stream.ts';
import { type TimerRule } from './timer.ts';
import { type AnyView } from './view.ts';

/** All that a kind of node is made of: what an agency’s library exports, and what a composition root runs. */
export interface NodeDefinition<Ports = unknown> {
  /** `police`, `bank`, `telecom`, `office`, `city`. */
  readonly kind: string;
  readonly streams: readonly Stream[];
  /** Facts of others that it understands; any other is kept, counted and shown. */
  readonly receives: readonly Contract[];
  /** Older versions of these that others still tell, or told once: how each is read as the next one. */
  readonly upcasts?: readonly Upcast[];
  readonly views: readonly AnyView[];
  readonly memories: readonly Memory<unknown>[];
  readonly policies: readonly Policy<Message, unknown>[];
  readonly effects: readonly Effect<Message, Ports>[];
  readonly timers: readonly TimerRule[];
  readonly commands: readonly CommandRoute[];
  readonly queries: readonly QueryRoute[];
}
