import { type Stream } from '@interlock/kernel';
import { type AccountFreezes } from './account-freezes.ts';
import { type FreezeCommand, type FreezeRejection } from './freeze.commands.ts';
import { freezeDecider } from './freeze.decider.ts';
import { type FreezeEvent } from './freeze.events.ts';
import { publishFreeze } from './freeze.publish.ts';

/** Key: account reference. Limited sums of several cases stand side by side or queue. */
export const freezeStream: Stream<FreezeCommand, AccountFreezes, FreezeEvent, FreezeRejection> = {
  category: 'freeze',
  decider: freezeDecider,
  publish: publishFreeze,
};
