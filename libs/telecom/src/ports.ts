import { type LineNetwork } from '@interlock/kernel';

/** What an operator's node reaches outside Interlock. */
export interface TelecomPorts {
  readonly network: LineNetwork;
}
