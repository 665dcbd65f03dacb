export { bankNode } from './bank.node.ts';
export { type BankPorts } from './ports.ts';
