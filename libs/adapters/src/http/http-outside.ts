import { type CoreBanking, type LineNetwork } from '@interlock/kernel';
import { type Channel, openChannel } from './channel.ts';
import { type Decoder } from './decode.ts';
import { CORE_CALLS, NETWORK_CALLS } from './outside-calls.ts';

export interface OutsideOptions {
  /** Where the outside listens: `https://core.bank.example`. */
  readonly url: string;
  /** With it the connection is mutually authenticated; an `https` url without it is judged by the machine’s own authorities. */
  readonly certificate?: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Name that the other end’s certificate has to carry, where it is not the url’s host. */
  readonly servername?: string;
  readonly timeoutMs?: number;
}

/** The outside did not do what it was asked, or did and its answer was lost: the effect asks again, under the same key. */
class OutsideError extends Error {
  override readonly name = 'OutsideError';
  readonly code: 'CORE_UNAVAILABLE' | 'NETWORK_UNAVAILABLE';

  constructor(code: 'CORE_UNAVAILABLE' | 'NETWORK_UNAVAILABLE', why: string) {
    // Its own words are not repeated: it was told names and numbers.
    super(`${code}: ${why}`);
    this.code = code;
  }
}

/** A core’s own systems may be slow; an effect that waits keeps no other waiting. */
const TIMEOUT_MS = 10_000;

/** Core systems and networks behind HTTP. The keys of the port travel with each call, so a repeat gets the first answer. */
export interface HttpOutside {
  core(bank: string): CoreBanking;
  network(operator: string): LineNetwork;
  close(): Promise<void>;
}

export function openHttpOutside({ timeoutMs = TIMEOUT_MS, ...options }: OutsideOptions): HttpOutside {
  const channel = openChannel(options);
  return {
    core(bank) {
      const ask = asking(channel, `/core/${encodeURIComponent(bank)}`, 'CORE_UNAVAILABLE', timeoutMs);
      return {
        stop: (request) => ask('stop', request, CORE_CALLS.stop.readAnswer),
        release: (request) => ask('release', request, CORE_CALLS.release.readAnswer),
        freeze: (request) => ask('freeze', request, CORE_CALLS.freeze.readAnswer),
        extendFreeze: (request) => ask('extendFreeze', request, CORE_CALLS.extendFreeze.readAnswer),
        unfreeze: (request) => ask('unfreeze', request, CORE_CALLS.unfreeze.readAnswer),
        bookings: (request) => ask('bookings', request, CORE_CALLS.bookings.readAnswer),
        owns: (accountRef) => ask('owns', { accountRef }, CORE_CALLS.owns.readAnswer),
      };
    },
    network(operator) {
      const ask = asking(channel, `/network/${encodeURIComponent(operator)}`, 'NETWORK_UNAVAILABLE', timeoutMs);
      return {
        suspend: (request) => ask('suspend', request, NETWORK_CALLS.suspend.readAnswer),
        restore: (request) => ask('restore', request, NETWORK_CALLS.restore.readAnswer),
        deliver: (request) => ask('deliver', request, NETWORK_CALLS.deliver.readAnswer),
      };
    },
    close: () => channel.close(),
  };
}

function asking(channel: Channel, base: string, code: OutsideError['code'], timeoutMs: number) {
  return async function ask<Answer>(call: string, request: unknown, read: Decoder<Answer>): Promise<Answer> {
    const outcome = await channel.request({ method: 'POST', path: `${base}/${call}`, json: request, timeoutMs });
    if (outcome.kind !== 'answered') throw new OutsideError(code, `${call}: ${outcome.reason}`);
    if (outcome.status !== 200) throw new OutsideError(code, `${call}: status ${String(outcome.status)}`);
    try {
      const answer: unknown = JSON.parse(outcome.text);
      return read(answer, '');
    } catch {
      throw new OutsideError(code, `${call}: an answer that does not fit`);
    }
  };
}
