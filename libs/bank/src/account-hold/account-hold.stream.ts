import { type Stream } from '@interlock/kernel';
import { type AccountHoldCommand, type AccountHoldRejection, accountHoldDecider } from './account-hold.decider.ts';
import { type AccountHold } from './account-hold.state.ts';
import { type AccountHoldEvent } from './account-hold.events.ts';
import { publishAccountHold } from './account-hold.publish.ts';

/** Key: account reference. */
export const accountHold: Stream<AccountHoldCommand, AccountHold, AccountHoldEvent, AccountHoldRejection> = {
  category: 'account-hold',
  decider: accountHoldDecider,
  publish: (event, { node }) => publishAccountHold(event, node),
};
