export { type Actor, type MachineActor, type PersonActor } from './actor.ts';
export { type Part, answerOf, answerOfParts, codeOf, errorOf, invalid, refusal } from './answers.ts';
export { type Json, canonicalBytes, canonicalText } from './canonical.ts';
export { type Clock } from './clock.ts';
export {
  type CommandTransport,
  type NodeAnswer,
  type NodeReply,
  type SentPosition,
  type SentRequest,
  type StaleRead,
  SEEN_WAIT_MS_MAX,
  settlesCommand,
} from './command-transport.ts';
export { type Contract, type Told, tell, tellVersions, upcast } from './contract.ts';
export {
  type Booking,
  type CoreBanking,
  type ExtensionAnswer,
  type HoldAnswer,
  type LineNetwork,
  type StatedAccount,
} from './core-banking.ts';
export { type Answer, type Decider, type Message, accept, fold, given, refuse, reject } from './decider.ts';
export {
  type AllPage,
  type Appended,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type LogKeys,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type Revision,
  type StoredEvent,
  type StoreErrorCode,
  type StoreErrorDetails,
  type StreamPage,
  type StreamWrite,
  type SubscriptionMessage,
  EVENT_BYTES_MAX,
  isStoreError,
  START,
  StoreError,
  STREAM_NAME,
} from './event-store.ts';
export {
  type Exchange,
  type Lane,
  type LaneBatch,
  type LaneFact,
  type LaneHandler,
  type LaneHeld,
  type LaneSource,
  type Watermark,
  LANE_BATCH_FACTS_MAX,
  LANE_PAGE_BYTES_MAX,
  LANE_PAGE_FACTS_MAX,
} from './exchange.ts';
export { type Fen, fenFromYuan, isFen, yuanFromFen } from './fen.ts';
export { eventIdOf, factIdOf, idOf, reactionIdOf } from './ids.ts';
export {
  type Instant,
  fromMs,
  instant,
  isAfter,
  isBefore,
  isInstant,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  msBetween,
  plusHours,
  plusMinutes,
  plusMs,
  toMs,
} from './instant.ts';
export { type MachineTime, realTime } from './machine-time.ts';
export {
  type AccountRef,
  type KeyStore,
  type NumberRef,
  type PersonRef,
  type References,
  type Sealed,
  isSealed,
  keysIn,
} from './sealed.ts';
export { type EventMeta, type Recorded, type StoredEnvelope, decodeEvent, encodeEvent, messageOf } from './stored-event.ts';
export { unreachable } from './unreachable.ts';
export {
  type AnyView,
  type ListOptions,
  type Rows,
  type RowsOptions,
  type RowsPage,
  type View,
  type ViewReader,
  type ViewStore,
  view,
} from './view.ts';
export {
  type CommandAnswer,
  type CommandError,
  type CommandRoute,
  type Handled,
  type KernelRejection,
  type NodeContext,
  type Opened,
  type QueryRoute,
  type Request,
  type StreamCommand,
} from './commands.ts';
export { type Effect, type EffectContext, effect } from './effect.ts';
export { type NodeDefinition } from './node-definition.ts';
export { type Memory, type Policy, policy } from './policy.ts';
export { type RequestContract, carried, commandRoute, pageOptions, queryRoute, versionOfMany } from './routes.ts';
export { type PublishContext, type Reaction, type Stream, type Wish, streamName, to } from './stream.ts';
export { type TimerChange, type TimerRule, timers } from './timer.ts';
export { COMMAND_ANSWERED } from './node/aggregates.ts';
export { type BackfilledLane, type UntoldFacts, backfillLane, untoldFacts } from './node/backfill-lane.ts';
export { type Consumer } from './node/consumer.ts';
export { type FoldedView, foldViews, foldedViewsOf } from './node/fold-views.ts';
export { type Entry, history } from './node/log-reader.ts';
export { type ConsumerHealth, type StreamHealth } from './node/health.ts';
export { type Node, type NodeOptions, startNode } from './node/node.ts';
export { type Parked } from './node/parking.ts';
export { type ReopenLaneOptions, type ReopenedLane, heldIn, recoveredStream, reopenLane } from './node/reopen-lane.ts';
export { type LaneDifference, type LaneEnds, compareLane, firstDifferent } from './node/lane-comparison.ts';
export { haltsLane } from './node/lane-error.ts';
export { startLaneSender } from './node/lane-sender.ts';
export { laneStream, lastEpoch, receivedStream, recipientBreaks, sourceBreaks } from './node/lane-streams.ts';
export { type PositionToken } from './node/sight.ts';
export { type Failing, type Trouble, StuckError, problemOf } from './node/trouble.ts';
export { undoneEffects } from './node/undone-effects.ts';
export { type UnreadFacts, unreadFacts } from './node/unread-facts.ts';
export { type Understood } from './node/received.ts';
