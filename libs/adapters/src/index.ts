export { type DemoCertificates, type ProcessCertificate, makeDemoCertificates, readCertificate } from './certificates/demo-certificates.ts';
export { makeInProcessExchange } from './in-process/in-process-exchange.ts';
export { makeMemoryEventStore } from './memory/memory-event-store.ts';
export { type LogSnapshot, openLogSnapshot } from './sqlite/log-snapshot.ts';
export { renewStoreId, restoreSqliteLog } from './sqlite/restore-log.ts';
export { type SqliteEventStore } from './sqlite/sqlite-event-store.ts';
export { type SqliteStores, openSqliteStores } from './sqlite/sqlite-stores.ts';
export { type Verified, verifySqliteLog } from './sqlite/verify-log.ts';
export { makeMemoryViews, openSqliteViews } from './views/sqlite-views.ts';
