export { telecomNode } from './telecom.node.ts';
export { type TelecomPorts } from './ports.ts';
