export { cityReferences } from './references.ts';
export { type FetchKey, type KeyFileOptions, type KeyStoreOptions, type NodeKeyStore, memoryKeyStore, openKeyStore } from './key-store.ts';
export { type KeyStoreErrorCode, KeyStoreError } from './key-store-error.ts';
export { type SealedPlace, openUnder, sealUnder } from './sealing.ts';
export { readOrCreateSecret, readSecret, writeDurably } from './secret.file.ts';
export { ed25519PrivateKey, ed25519PublicKey, rawPublicKey } from './ed25519.ts';
