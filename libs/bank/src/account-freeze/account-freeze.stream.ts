import { type Stream } from '@interlock/kernel';
import { type AccountFreezeCommand, type AccountFreezeRejection, accountFreezeDecider } from './account-freeze.decider.ts';
import { type AccountFreezes } from './account-freeze.state.ts';
import { type AccountFreezeEvent } from './account-freeze.events.ts';
import { publishAccountFreeze } from './account-freeze.publish.ts';

/** Key: account reference. */
export const accountFreeze: Stream<AccountFreezeCommand, AccountFreezes, AccountFreezeEvent, AccountFreezeRejection> = {
  category: 'account-freeze',
  decider: accountFreezeDecider,
  publish: (event, { node }) => publishAccountFreeze(event, node),
};
