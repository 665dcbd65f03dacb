export interface OperationCode {
  /** HTTP status where nothing of the operation ran; else its field is null and the answer has status 200. */
  readonly status?: number;
  /** Why, and what to do. */
  readonly means: string;
}

/** Codes that stand above a payload, in `errors[].extensions.code`: the operation itself was not answered. */
export const OPERATION_CODES: ReadonlyMap<string, OperationCode> = new Map<string, OperationCode>([
  ['UNAUTHENTICATED', { status: 401, means: 'No token, or one that does not hold; `reason` says which: sign in again.' }],
  ['NOT_ALLOWED', { means: 'Not for this role of this member: somebody else of your member may.' }],
  ['BAD_USER_INPUT', { status: 400, means: 'A variable or argument does not fit; `path` says which: correct it.' }],
  ['GRAPHQL_PARSE_FAILED', { status: 400, means: 'The document cannot be parsed: correct it where `locations` point.' }],
  ['GRAPHQL_VALIDATION_FAILED', { status: 400, means: 'The document does not fit the schema: correct it where `locations` point.' }],
  ['BAD_REQUEST', { status: 400, means: 'Not a GraphQL operation: send JSON with `query` and `variables`.' }],
  ['REQUEST_TOO_LARGE', { status: 413, means: 'The body is too large: send fewer accounts at once.' }],
  ['DOCUMENT_TOO_LARGE', { status: 400, means: 'The document has too many tokens: send values as variables.' }],
  ['TOO_DEEP', { status: 400, means: 'The document nests too deep: ask in several requests.' }],
  ['COST_TOO_HIGH', { status: 400, means: 'More points than one request may cost: ask for smaller pages.' }],
  ['BUDGET_SPENT', { status: 429, means: 'Your member’s points are spent: wait for `retryAfterMs`.' }],
  ['PAGE_SIZE_MISSING', { means: 'A list needs its size: say `first` or `last`, 1 to 100.' }],
  ['BAD_CURSOR', { means: 'Not a cursor of this list or feed, or one that lies ahead: begin again without it.' }],
  ['POSITION_OF_ANOTHER_LOG', { means: 'The position token is of a log that was restored since: read without it.' }],
  ['NODE_UNAVAILABLE', { means: 'The owning node is not available: ask again in a while.' }],
  ['USE_HTTP', { means: 'Not over the socket: queries and mutations go over HTTP.' }],
  ['USE_WEBSOCKET', { means: 'Not over HTTP: subscriptions go over graphql-ws, at the same path.' }],
  ['FEED_TOO_SLOW', { means: 'Messages were not taken in time: connect again with the last cursor, nothing is lost.' }],
  ['INTERNAL', { means: 'Something failed inside and was reported: repeat with the same commandId.' }],
]);
