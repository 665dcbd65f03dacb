export { cityReferences } from './references.ts';
export {
  type FetchKey,
  type KeyFileOptions,
  type KeyStoreOptions,
  type NodeKeyStore,
  createKeyFile,
  examineKeyFile,
  memoryKeyStore,
  openKeyStore,
} from './key-store.ts';
export { type KeyStoreErrorCode, KeyStoreError } from './key-store-error.ts';
export { type SealedPlace, openUnder, sealUnder } from './sealing.ts';
export { createSecrets, readOrCreateSecret, readSecret, writeAllDurably, writeDurably } from './secret.file.ts';
export { ed25519PrivateKey, ed25519PublicKey, rawPublicKey } from './ed25519.ts';
export {
  type Checkpoint,
  type CheckpointAnswer,
  type NoteAlgorithm,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  readCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts';
export { type CompactRange, type MerkleTree, compactRange, emptyRoot, leafHash, merkleTree, nodeHash } from './merkle.ts';
export { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from './merkle-proof.ts';
export { type FollowTreeOptions, type TreeFollower, type TreeState, followTree } from './tree-follower.ts';
export { type RecordedLeaf, type TreeErrorCode, TreeError } from './tree.ts';
export { type LogEntry, type LogFault, type LogFaultCode, type LogVerdict, type RecordedTree, verifyLog } from './verify-log.ts';
export { type VerifyStoredLogOptions, verifyStoredLog } from './verify-stored-log.ts';
