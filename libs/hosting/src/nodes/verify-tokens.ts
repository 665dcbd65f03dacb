import { type Issuers, type VerifyFor, verifyToken } from '@interlock/nest-kit';

/** Every node verifies for itself: it must be named in the token, and its own clock counts (architecture.md 2, Identity). */
export function verifyAtNode(issuers: Issuers): VerifyFor {
  return (node, token) => verifyToken(token, { audience: node.code, now: node.context.clock.now(), issuers });
}
