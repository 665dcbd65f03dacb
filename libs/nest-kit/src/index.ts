export { type NodeAnswer, type NodeReply, type SentRequest, NodeCommand, NodeQuery } from './nodes/node-bus.ts';
export { NodesModule } from './nodes/nodes.module.ts';
export { type Nodes, type VerifyFor, NODES, VERIFY_FOR } from './nodes/nodes.ts';
