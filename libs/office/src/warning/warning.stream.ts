import { type Stream } from '@interlock/kernel';
import { type WarningCommand, type WarningRejection } from './warning.commands.ts';
import { warningDecider } from './warning.decider.ts';
import { type WarningEvent } from './warning.events.ts';
import { publishWarning } from './warning.publish.ts';
import { type Warning } from './warning.state.ts';

/** Key: warning id. */
export const warningStream: Stream<WarningCommand, Warning, WarningEvent, WarningRejection> = {
  category: 'warning',
  decider: warningDecider,
  publish: publishWarning,
};
