import { type Channel, type HttpRequest, type Outcome, openChannel } from './channel.ts';
import { type Decoder, record, text } from './decode.ts';

/** Ways to the other nodes, as one of ours: the certificate is the identity that each of them judges by. */
export interface PeerClientOptions {
  /** `https://10.0.0.7:7443` of the process that hosts the node; asked at every call, so an address may change. */
  addressOf(node: string): string | undefined;
  readonly certificate: { readonly ca: string; readonly cert: string; readonly key: string };
}

export interface PeerClient {
  /** Tries until the deadline; the same request again is taken for the same. Never throws. */
  ask(node: string, request: Omit<HttpRequest, 'timeoutMs'>, patience: Patience): Promise<PeerAnswer>;
  close(): Promise<void>;
}

export interface Patience {
  /** For the whole of it, machine time. */
  readonly deadlineMs: number;
  /** For as long as nobody was reached at all. */
  readonly unreachableMs: number;
}

/** `mayBeDone`: a try was sent and not answered, so whoever was asked may have done it before this answer. */
export type PeerAnswer =
  | { readonly ok: true; readonly body: unknown; readonly mayBeDone: boolean }
  | { readonly ok: false; readonly code: string; readonly details: Readonly<Record<string, unknown>>; readonly mayBeDone: boolean };

const NO_ADDRESS = 'NO_ADDRESS';
const BACK_OFF_MS = [20, 100, 250, 500, 1_000] as const;

export function openPeerClient({ addressOf, certificate }: PeerClientOptions): PeerClient {
  const channels = new Map<string, { readonly url: string; readonly channel: Channel }>();

  const channelTo = (node: string): Channel | undefined => {
    const url = addressOf(node);
    const known = channels.get(node);
    if (url === undefined || known?.url === url) return known?.channel;
    // Moved: what is still on its way over the old connections is answered or tried again.
    if (known) known.channel.close().catch(() => undefined);
    // By name: whoever listens there has to show the certificate of that very node.
    const channel = openChannel({ url, certificate, servername: node });
    channels.set(node, { url, channel });
    return channel;
  };
  const once = async (node: string, request: HttpRequest): Promise<Outcome> =>
    channelTo(node)?.request(request) ?? { kind: 'not-sent', reason: NO_ADDRESS };

  return {
    async ask(node, request, { deadlineMs, unreachableMs }) {
      const began = performance.now();
      let mayBeDone = false;
      for (let attempt = 0; ; attempt += 1) {
        const timeoutMs = Math.max(1, deadlineMs - (performance.now() - began));
        const { again, ...answer } = judge(node, await once(node, { ...request, timeoutMs }));
        mayBeDone ||= answer.mayBeDone;
        if (answer.ok) return { ...answer, mayBeDone };
        const pause = BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)] ?? 0;
        const patienceMs = mayBeDone ? deadlineMs : Math.min(deadlineMs, unreachableMs);
        if (!again || performance.now() - began + pause >= patienceMs) return { ...answer, mayBeDone };
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    },
    async close() {
      await Promise.all([...channels.values()].map(({ channel }) => channel.close()));
    },
  };
}

type Judged = PeerAnswer & { readonly again?: boolean };

/** What an outcome means, and whether the same may be tried again. */
function judge(node: string, outcome: Outcome): Judged {
  const unavailable = (reason: string, mayBeDone: boolean): Judged => ({
    ...{ ok: false, code: 'NODE_UNAVAILABLE', details: { node, reason }, mayBeDone, again: true },
  });
  switch (outcome.kind) {
    case 'answered':
      return judgeAnswer(node, outcome.status, outcome.text) ?? unavailable(`STATUS_${String(outcome.status)}`, true);
    case 'not-sent':
      // Whom nobody gave an address does not get one by waiting.
      return { ...unavailable(outcome.reason, false), again: outcome.reason !== NO_ADDRESS };
    case 'no-answer':
      return unavailable(outcome.reason, true);
    case 'peer-refused':
      return { ok: false, code: 'PEER_CERTIFICATE_REFUSED', details: { node, reason: outcome.reason }, mayBeDone: false };
    case 'refused-by-peer':
      return { ok: false, code: 'CERTIFICATE_REFUSED', details: { node, reason: outcome.reason }, mayBeDone: false };
  }
}

const readRefusal: Decoder<{ readonly code: string }> = record({ code: text });

/** Undefined for what no node says: something between has answered, and nobody knows what became of the request. */
function judgeAnswer(node: string, status: number, answered: string): Judged | undefined {
  let body: unknown;
  try {
    body = JSON.parse(answered);
    if (status === 200) return { ok: true, body, mayBeDone: false };
    const { code } = readRefusal(body, '');
    const details = detailsIn(body);
    // A node that is stopping, or not written to: it says so before it does anything.
    const again = status === 503;
    return { ok: false, code, details: { ...details, node }, mayBeDone: status === 500, again };
  } catch {
    return undefined;
  }
}

function detailsIn(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || !('details' in body)) return {};
  const { details } = body;
  return typeof details === 'object' && details !== null ? { ...details } : {};
}
