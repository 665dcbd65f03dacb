import { type LineNetwork } from '@interlock/kernel';
import { type Desk, once, timeOf } from './core.ts';
import { type DeliveryResult } from './journal.ts';

/** The network of one operator: its own lines only; a suspended line answers nobody. */
export function lineNetworkOf(desk: Desk, operator: string): LineNetwork {
  const { ledger } = desk;
  const own = (ref: string): string | undefined => {
    const line = ledger.lineOfRef.get(ref);
    return line !== undefined && ledger.lines.get(line)?.operator === operator ? line : undefined;
  };
  const named = (line: string | undefined): { readonly line?: string } => (line === undefined ? {} : { line });
  return {
    suspend({ key, numberRef, grade }) {
      const line = own(numberRef);
      const entry = once(desk, `line-suspended:${key}`, () => ({ kind: 'line-suspended', at: desk.now(), key, ...named(line), grade }));
      return Promise.resolve({ doneAt: timeOf(entry), known: 'line' in entry });
    },
    restore({ key, numberRef }) {
      const entry = once(desk, `line-restored:${key}`, () => ({ kind: 'line-restored', at: desk.now(), key, ...named(own(numberRef)) }));
      return Promise.resolve({ doneAt: timeOf(entry), known: 'line' in entry });
    },
    deliver({ key, numberRef, channel }) {
      const line = own(numberRef);
      const entry = once(desk, `delivered:${key}`, () => ({
        kind: 'delivered',
        at: desk.now(),
        key,
        result: resultOf(desk, line, channel),
      }));
      if (entry.kind !== 'delivered') throw new Error(`The key ${key} belongs to something else`);
      return Promise.resolve({ at: entry.at, result: entry.result });
    },
  };
}

function resultOf({ ledger }: Desk, line: string | undefined, channel: string): DeliveryResult {
  if (line === undefined) return 'unknown-number';
  if (ledger.suspended.has(line)) return 'no-answer';
  return channel === 'sms' ? 'delivered' : (ledger.answers.get(line) ?? 'answered');
}
