export { officeNode } from './office.node.ts';
export { type Member, type Register, type Unit, readRegister } from './register/register.ts';
