/** Why a socket was closed; documented for members (docs/schema.graphql, `caseEvents`). */
export const CLOSE_CODES = {
  /** Token missing, forged or expired: connect again with a new one and the last cursor. */
  UNAUTHENTICATED: 4401,
  /** Messages were not taken in time: connect again with the last cursor. Nothing is lost. */
  TOO_SLOW: 4410,
  /** More sockets of this member than allowed. */
  TOO_MANY_SOCKETS: 4420,
} as const;
