import { type CallResult } from '../world/journal.ts';
import { type WorldAccount, type WorldLine } from '../world/ledger.ts';
import { type History, type MovementOrder, type MovementResult } from '../world/world.ts';

/** At once where the world is in this process, later where it is another one. */
type SoonOrLater<Value> = Value | Promise<Value>;

/**
 * The world outside as a story’s people act in it: what they open, pay, hold, and how it went in truth. A `World` is one. Every call may be
 * repeated (its id, key or account is the same): the answer of a world that was stopped half-way is asked for again.
 */
export interface PlayedWorld {
  openAccount(account: WorldAccount): SoonOrLater<void>;
  openLine(line: WorldLine): SoonOrLater<void>;
  willAnswer(line: string, result: CallResult): SoonOrLater<void>;
  move(order: MovementOrder): SoonOrLater<MovementResult>;
  beginOwnHold(hold: { readonly key: string; readonly account: string; readonly reason: string }): SoonOrLater<boolean>;
  endOwnHolds(account: string): SoonOrLater<void>;
  history(): SoonOrLater<History>;
}
