export { type Environment, type Setting, readSettings, settingProblems, settingsTable } from './config/read-settings.ts';
export { EMBEDDED, ROOT, SERVICE, type SettingName, isSettingName, settingNames } from './config/settings.ts';
export { EXIT, Fault, type FaultText } from './faults/fault.ts';
export { codeOf, faultOf } from './faults/fault-of.ts';
export {
  type DataFolder,
  type OpenDataFolder,
  type OpenNodeFolders,
  existingDataFolder,
  openDataFolder,
  openNodeFolders,
  originOf,
  verifierKeyOf,
} from './folder/data-folder.ts';
export { type DataLock, type Holder, holderNow, lockData } from './folder/data-lock.ts';
export { givenReferenceKey } from './folder/reference-key.ts';
export { type Closing, createClosing } from './nodes/closing.ts';
export { type LaneBreak, type LaneStand, laneBreaks, laneStands } from './nodes/lane-breaks.ts';
export { NO_REFERENCES } from './nodes/no-references.ts';
export { type CommonOptions, type OpenNode, type Shared, type StartKind, grantedKey, openNode } from './nodes/open-node.ts';
export { type Outside } from './nodes/outside.ts';
export { READ_WHOLE_BYTES, refuseDamaged } from './nodes/refuse-damaged.ts';
export { verifyAtNode } from './nodes/verify-tokens.ts';
export { leaveSoon } from './process/leave-soon.ts';
export { liveUntilAsked } from './process/live-until-asked.ts';
export { printFault } from './process/print-fault.ts';
export { type Screen, outliveScreens, screenOn } from './process/screens.ts';
export { type StopWishes, listenForStop } from './process/stop-wishes.ts';
export { tryPort } from './process/try-port.ts';
export { RESERVED_NAMES, type RosterEntry, hears, rosterOf, tells } from './roster.ts';
export { skewed, systemClock } from './system-clock.ts';
export { type Versions, INTERLOCK_VERSION, versionsNow } from './process/versions.ts';
// Composition roots start their nodes by it.
export { startTracedNode } from '@interlock/nest-kit';
export { openLogs } from './service/open-logs.ts';
export { serveProbes } from './service/probes.ts';
export { type ExchangeChoice, type StoreChoice, exchangeOf, refuseInProcess, storeOf } from './service/service-config.ts';
export { validityOf } from './service/validity.ts';
export { applyCityTopics } from './topics/apply-city-topics.ts';
export { runService } from './service/run-service.ts';
export { type Served, type ServiceDefinition, type Serving } from './service/service-definition.ts';
export { RETENTION_HOURS, type TopicChoice, planTopics } from './topics/plan-topics.ts';
