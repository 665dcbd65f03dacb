import { HttpException, type HttpStatus } from '@nestjs/common';
import { Counter } from 'prom-client';

/** A refusal as a peer reads it: the code is the contract. */
export interface PeerRefusal {
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Throws out of a route what the caller is to read. */
export function refuse(status: HttpStatus, code: string, details?: Readonly<Record<string, unknown>>): never {
  throw new HttpException({ code, ...(details && { details }) } satisfies PeerRefusal, status);
}

/** What peers were refused, by whom they said they were (only a certificate that holds counts) and why. Registered where metrics are shown. */
export const peerRefusals = new Counter({
  name: 'interlock_peer_refusals_total',
  help: 'Requests of other processes that were refused, by code and by the name in the caller’s certificate',
  labelNames: ['code', 'reason', 'caller'],
  registers: [],
});

export function countRefusal({ code, details }: PeerRefusal, caller: string | undefined): void {
  const reason = typeof details?.['reason'] === 'string' ? details['reason'] : '';
  peerRefusals.inc({ code, reason, caller: caller ?? '' });
  if (code === 'CERTIFICATE_REFUSED') strangers.set(`${reason} ${caller ?? ''}`, { reason, caller, lastMs: Date.now() });
}

/** Somebody whose certificate was refused: not in force, of another authority, or not meant for what was asked. */
export interface Stranger {
  readonly reason: string;
  /** The name in the certificate, where it can be believed. */
  readonly caller: string | undefined;
  readonly lastMs: number;
}

/** One for the process, as the counter: as many as there are names and reasons. */
const strangers = new Map<string, Stranger>();
/** As the alert PeerRefused looks back. */
const RECENT_MS = 600_000;

/** Those of the last ten minutes. Machine time. */
export function recentStrangers(): readonly Stranger[] {
  return [...strangers.values()].filter(({ lastMs }) => Date.now() - lastMs < RECENT_MS);
}
