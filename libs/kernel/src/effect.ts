import { type Clock } from './clock.ts';
import { type Message } from './decider.ts';
import { type KeyStore, type References } from './sealed.ts';
import { type Recorded } from './stored-event.ts';
import { type Reaction } from './stream.ts';

/** What an effect may touch: the outside by its ports, keys to seal what comes back. */
export interface EffectContext<Ports> {
  readonly ports: Ports;
  readonly keys: KeyStore;
  readonly references: References;
  readonly clock: Clock;
}

/** What happens outside follows an intent event: the port is called with the event’s id as idempotency key, the answer comes back as commands. */
export interface Effect<Event extends Message = Message, Ports = unknown> {
  /** `<node kind>_<verb>`, for ever: its checkpoint is the stream `effect-<name>`. */
  readonly name: string;
  readonly on: readonly Event['type'][];
  run(event: Event, recorded: Recorded, context: EffectContext<Ports>): Promise<readonly Reaction[]>;
}

export function effect<Event extends Message, Ports>(definition: Effect<Event, Ports>): Effect<Event, Ports> {
  return definition;
}
