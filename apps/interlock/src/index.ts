export { hears, type RosterEntry, rosterOf, tells } from './embedded/roster.ts';
