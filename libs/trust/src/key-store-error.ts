export type KeyStoreErrorCode =
  'KEYS_CLOSED' | 'KEYS_DAMAGED' | 'KEYS_NEWER' | 'KEYS_OTHER_MASTER' | 'KEYS_OTHER_NODE' | 'KEYS_UNAVAILABLE';

/** Trouble with a node's keys. Matched by `code`. */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError';
  readonly code: KeyStoreErrorCode;

  constructor(code: KeyStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
