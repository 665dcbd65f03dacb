import { type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Who calls: the name in a certificate that the city’s authority signed and that is in force now; or why nobody is believed to. */
export type Caller = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly reason: CallerFault };

export type CallerFault = 'NO_CERTIFICATE' | 'CERT_HAS_EXPIRED' | 'CERT_NOT_YET_VALID' | 'UNTRUSTED' | 'NAMELESS';

interface Shown {
  readonly name: string;
  readonly validFrom: number;
  readonly validTo: number;
}

/** As node codes and the names of edges. */
const NAME = /^[a-z][a-z0-9-]{0,62}$/;
const verified = new WeakMap<TLSSocket, Shown>();

/** Looked at for each request: a connection that is kept may outlive the certificate that it was opened with. Machine time. */
export function callerOf(socket: Socket, nowMs: number = Date.now()): Caller {
  if (!(socket instanceof TLSSocket)) return { ok: false, reason: 'NO_CERTIFICATE' };
  const shown = verified.get(socket) ?? shownBy(socket);
  if (typeof shown === 'string') return { ok: false, reason: shown };
  verified.set(socket, shown);
  if (nowMs > shown.validTo) return { ok: false, reason: 'CERT_HAS_EXPIRED' };
  if (nowMs < shown.validFrom) return { ok: false, reason: 'CERT_NOT_YET_VALID' };
  return { ok: true, name: shown.name };
}

function shownBy(socket: TLSSocket): Shown | CallerFault {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return 'NO_CERTIFICATE';
  if (!socket.authorized) return faultOf(socket.authorizationError);
  const names = [...certificate.subject.matchAll(/^CN=(.*)$/gm)].map(([, name = '']) => name);
  const [name, ...others] = names;
  if (name === undefined || others.length > 0 || !NAME.test(name)) return 'NAMELESS';
  return { name, validFrom: certificate.validFromDate.getTime(), validTo: certificate.validToDate.getTime() };
}

/** OpenSSL’s own word for it, as Node passes it on: as text, or as an error with that code. */
function faultOf(error: unknown): CallerFault {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
  return code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID' ? code : 'UNTRUSTED';
}
